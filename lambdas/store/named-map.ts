import * as z from 'zod/mini';

/**
 * A map whose names clients choose, kept as JSON text: the SDK's marshaller takes a map with the member `constructor`
 * for an object of an unknown class, and its unmarshaller loses `__proto__`.
 */
export const namedMapText = (map: Readonly<Record<string, unknown>>): string => JSON.stringify(map);

/** Reads it back as it was stored; what is in it was checked before. */
export const NamedMap = <V>() =>
  z.pipe(
    z.string(),
    z.transform((text) => JSON.parse(text) as Readonly<Record<string, V>>),
  );
