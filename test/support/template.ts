import { readFileSync } from 'node:fs';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { deployment, type Deployment } from '../../infra/config.ts';
import { CasebookStack } from '../../infra/stack.ts';
import { known } from '../../shared/run/registry.ts';
import { companyYaml } from './aws/company.ts';

/** The stack of a casebook.yaml, without bundles: only the template matters. */
export function synthesised(yaml: string = companyYaml): {
  stack: CasebookStack;
  template: Template;
  plan: Deployment;
} {
  const plan = deployment(yaml, 'casebook.yaml', known);
  const stack = new CasebookStack(testApp(), plan, () => Code.fromInline('exports.handler = 0'));
  return { stack, template: Template.fromStack(stack), plan };
}

/** An app with the flags of cdk.json. */
export function testApp(): App {
  const { context } = JSON.parse(readFileSync('cdk.json', 'utf8')) as { context: Record<string, unknown> };
  return new App({ context });
}

export type Resource = {
  readonly Type: string;
  readonly Properties: Record<string, never>;
  readonly DeletionPolicy?: string;
};
export const resourcesOf = (template: Template, type: string): Record<string, Resource> =>
  template.findResources(type) as Record<string, Resource>;

/** Intrinsics as readable text: Ref and GetAtt become the logical id in angle brackets. */
export function plain(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  if ('Ref' in value) return `<${String(value.Ref)}>`;
  if ('Fn::GetAtt' in value) return `<${(value['Fn::GetAtt'] as string[]).join('.')}>`;
  if ('Fn::Join' in value) {
    const [separator, parts] = value['Fn::Join'] as [string, unknown[]];
    return parts.map(plain).join(separator);
  }
  return JSON.stringify(value);
}
