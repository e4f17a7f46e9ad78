/**
 * The locales in which Lex V2 hears and speaks by itself. The others it lists work only with Amazon Q in Connect or with
 * somebody else's speech recognition, so a conversation over the phone can't be held in them.
 * Source: Lex V2 developer guide, "Languages and locales supported".
 */
export const FULL_LOCALES: ReadonlySet<string> = new Set([
  'ar_AE',
  'ca_ES',
  'de_AT',
  'de_DE',
  'en_AU',
  'en_GB',
  'en_IN',
  'en_US',
  'en_ZA',
  'es_419',
  'es_ES',
  'es_US',
  'fi_FI',
  'fr_CA',
  'fr_FR',
  'hi_IN',
  'it_IT',
  'ja_JP',
  'ko_KR',
  'nl_NL',
  'no_NO',
  'pl_PL',
  'pt_BR',
  'pt_PT',
  'sv_SE',
  'zh_CN',
  'zh_HK',
]);
