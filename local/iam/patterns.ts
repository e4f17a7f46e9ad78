const escaped = (text: string) => text.replace(/[.+^${}()|[\]\\]/g, '\\$&');

/**
 * Whether all of `text` fits a pattern of AWS: `*` stands for any run of characters, `:` and `/` included, `?` for
 * one character.
 */
export function fits(pattern: string, text: string): boolean {
  if (!/[*?]/.test(pattern)) return pattern === text;
  const expression = escaped(pattern).replaceAll('*', '.*').replaceAll('?', '.');
  return new RegExp(`^${expression}$`, 's').test(text);
}

/** As `fits`, but upper and lower case are one, as for the names of actions. */
export const fitsInAnyCase = (pattern: string, text: string): boolean =>
  fits(pattern.toLowerCase(), text.toLowerCase());

/** The six parts of an ARN; the sixth keeps its colons. `undefined` for what is no ARN. */
export function partsOfArn(arn: string): readonly string[] | undefined {
  const [prefix, partition, service, region, account, ...resource] = arn.split(':');
  if (partition === undefined || service === undefined || region === undefined || account === undefined)
    return undefined;
  if (prefix !== 'arn' || resource.length === 0) return undefined;
  return [prefix, partition, service, region, account, resource.join(':')];
}

/** Compares ARN with ARN part by part, so that a `*` in one part never stands for a colon and the next. */
export function fitsArn(pattern: string, arn: string): boolean {
  const wanted = partsOfArn(pattern);
  const given = partsOfArn(arn);
  if (!wanted || !given) return false;
  return wanted.every((part, at) => fits(part, given[at] ?? ''));
}
