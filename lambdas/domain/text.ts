/** The length of a text in UTF-8. */
export const utf8Bytes = (text: string): number =>
  Array.from(text).reduce((bytes, character) => bytes + utf8Width(character), 0);

function utf8Width(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code < 0x10000 ? 3 : 4;
}
