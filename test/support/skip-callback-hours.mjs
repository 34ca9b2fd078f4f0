// Loaded into the thread in which the durable test runner keeps its callbacks: their deadlines are timers there, in real time.
// Hours pass in a second; whatever is shorter keeps its length.
const { setTimeout: real } = globalThis;
const hour_ms = 3_600_000;
globalThis.setTimeout = (work, ms, ...rest) => real(work, ms >= hour_ms ? 1000 : ms, ...rest);
