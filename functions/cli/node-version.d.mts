export const isPackage: boolean;
export const isRight: boolean;
export const rightNode: () => string | undefined;
export const advice: string;
export const memoryFlags: readonly string[];
export const memoryEnvironment: Readonly<Record<string, string>>;
