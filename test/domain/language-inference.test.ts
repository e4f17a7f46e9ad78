import fc from 'fast-check';
import { inferLanguage } from '../../lambdas/domain/language-inference.ts';
import { REGIONS } from '../../lambdas/domain/region.ts';
import { LANGUAGES } from '../../lambdas/domain/language.ts';

test.each([
  { objective: 'Book a table for four at seven', language: 'en-US' },
  { objective: 'Book a table for four at seven tomorrow evening, under the name Smith.', language: 'en-US' },
  { objective: 'Ask whether they have the part in stock and what it costs.', language: 'en-US' },
  { objective: 'Confirm the appointment', language: 'en-US' },
  { objective: 'BOOK A TABLE FOR FOUR AT SEVEN', language: 'en-US' },
  {
    objective: 'Talk to the De La Rosa family about a table at El Camino de la Luz for two',
    language: 'en-US',
  },
  {
    objective: "Tell the landlord that the heating doesn't work and ask when someone will come.",
    language: 'en-US',
  },
  { objective: 'Order 2 large pizzas for delivery to 12 Elm Street', language: 'en-US' },
  { objective: 'Reschedule my dentist appointment from Tuesday to Thursday', language: 'en-US' },
  { objective: 'Reserva una mesa para dos personas a las nueve de la noche', language: 'es-US' },
  { objective: 'Llama al dentista y pregunta si tienen una cita libre el lunes', language: 'es-US' },
  { objective: 'Quiero cancelar mi cita de manana por la tarde', language: 'es-US' },
  { objective: 'Réservez une table pour quatre personnes demain soir à vingt heures', language: 'fr-FR' },
  {
    objective: "Demandez si la pharmacie est ouverte jusqu'à dix-neuf heures aujourd'hui",
    language: 'fr-FR',
  },
  { objective: 'Je voudrais annuler mon rendez-vous chez le médecin', language: 'fr-FR' },
  { objective: 'Reserviere bitte einen Tisch für zwei Personen morgen um acht Uhr', language: 'de-DE' },
  {
    objective: 'Frag, ob die Werkstatt am Samstag geöffnet ist und was ein Ölwechsel kostet',
    language: 'de-DE',
  },
  {
    objective: 'Termin beim Zahnarzt absagen und einen neuen für nächste Woche vereinbaren',
    language: 'de-DE',
  },
  { objective: 'Prenota un tavolo per quattro persone domani sera alle otto', language: 'it-IT' },
  { objective: 'Chiedi se hanno ancora una camera libera per questo fine settimana', language: 'it-IT' },
  { objective: 'Reserve uma mesa para quatro pessoas amanhã às oito da noite', language: 'pt-BR' },
  { objective: 'Pergunte se a consulta de amanhã pode ser mudada para sexta-feira', language: 'pt-BR' },
  { objective: 'Reserveer een tafel voor vier personen morgen om zeven uur', language: 'nl-NL' },
  { objective: 'Vraag of de winkel vandaag open is en wat de fiets kost', language: 'nl-NL' },
  { objective: 'Boka ett bord för fyra personer i morgon klockan sju', language: 'sv-SE' },
  { objective: 'Fråga om de har tid för en klippning på fredag och vad det kostar', language: 'sv-SE' },
  { objective: 'Ring legen og spør om timen kan flyttes til neste uke', language: 'no-NO' },
  { objective: 'Jeg vil gjerne vite hva det koster og når dere har åpent', language: 'no-NO' },
  { objective: 'Varaa pöytä neljälle huomenna illalla kello seitsemän', language: 'fi-FI' },
  { objective: 'Kysy, onko heillä vapaata aikaa ensi viikolla ja paljonko se maksaa', language: 'fi-FI' },
  { objective: 'Zarezerwuj stolik dla czterech osób na jutro o siódmej wieczorem', language: 'pl-PL' },
  { objective: 'Zapytaj, czy mają wolny termin w przyszłym tygodniu i ile to kosztuje', language: 'pl-PL' },
  { objective: 'Reserva una taula per a quatre persones demà al vespre', language: 'ca-ES' },
  { objective: 'Truca al metge i pregunta si em poden donar hora aquesta setmana', language: 'ca-ES' },
  { objective: 'احجز طاولة لأربعة أشخاص غدًا الساعة السابعة مساءً', language: 'ar-AE' },
  { objective: 'اسأل إن كان الطبيب متاحًا يوم الأحد وكم تكلفة الزيارة', language: 'ar-AE' },
  { objective: 'कल शाम सात बजे चार लोगों के लिए एक टेबल बुक करें', language: 'hi-IN' },
  { objective: 'डॉक्टर से पूछें कि क्या सोमवार को समय मिल सकता है', language: 'hi-IN' },
  { objective: '明日の夜7時に4名で予約してください', language: 'ja-JP' },
  { objective: '歯医者に電話して、来週の予約を変更できるか聞いてください', language: 'ja-JP' },
  { objective: '내일 저녁 일곱 시에 네 명 자리를 예약해 주세요', language: 'ko-KR' },
  { objective: '치과에 전화해서 다음 주 예약을 바꿀 수 있는지 물어봐 주세요', language: 'ko-KR' },
  { objective: '请预订明天晚上七点四个人的桌子', language: 'zh-CN' },
  { objective: '打电话问一下他们周六是否营业，多少钱', language: 'zh-CN' },
  { objective: '打電話問佢哋聽晚七點有冇四個人嘅枱', language: 'zh-HK' },
])('the language of "$objective" is $language', ({ objective, language }) => {
  expect(inferLanguage({ objective, region: 'US' })).toBe(language);
});

test.each([
  { objective: 'Speak Spanish. Book a table for four.', language: 'es-US' },
  { objective: 'Book a table for four, in Spanish', language: 'es-US' },
  { objective: 'Book a table for four in Spanish', language: 'es-US' },
  { objective: 'Please book two rooms in German', language: 'de-DE' },
  { objective: 'Ask in Spanish whether they are open', language: 'es-US' },
  { objective: 'Remind Ana in Spanish of her appointment', language: 'es-US' },
  { objective: 'Ask in French what it costs', language: 'fr-FR' },
  { objective: 'Call my grandmother in Italian and wish her a happy birthday', language: 'it-IT' },
  { objective: 'Please only speak French and ask for the opening hours', language: 'fr-FR' },
  { objective: 'Speak to the owner in German', language: 'de-DE' },
  { objective: 'The call must be held in Polish.', language: 'pl-PL' },
  { objective: 'My grandmother only speaks Italian. Wish her a happy birthday.', language: 'it-IT' },
  { objective: 'They do not speak English, so speak Spanish', language: 'es-US' },
  { objective: 'Use British English and ask for the price', language: 'en-GB' },
  { objective: 'Confirm the booking in Brazilian Portuguese', language: 'pt-BR' },
  { objective: 'Ask in Spanish if the table is free', language: 'es-US' },
  { objective: 'Order a cake in Cantonese', language: 'zh-HK' },
  { objective: 'Speak Mandarin Chinese and order tea', language: 'zh-CN' },
  { objective: 'You need to speak Korean with her', language: 'ko-KR' },
  { objective: 'in spanish: confirm the appointment', language: 'es-US' },
  { objective: 'Book a table. Language: speak Dutch politely.', language: 'nl-NL' },
  { objective: 'Rufe das Restaurant an und sprich Englisch', language: 'en-US' },
  { objective: 'Book a table, auf Deutsch bitte', language: 'de-DE' },
  { objective: 'Confirma la cita en español', language: 'es-US' },
  { objective: 'Llama al hotel y habla inglés', language: 'en-US' },
  { objective: 'Appelle le garage et parle en anglais', language: 'en-US' },
  { objective: 'Book a table, en français', language: 'fr-FR' },
  { objective: 'Boka ett bord på engelska', language: 'en-US' },
  { objective: 'Zarezerwuj stolik po angielsku', language: 'en-US' },
  { objective: 'Varaa pöytä englanniksi', language: 'en-US' },
  { objective: '英語で予約してください', language: 'en-US' },
  { objective: '用英语打电话预订', language: 'en-US' },
  { objective: '영어로 예약해 주세요', language: 'en-US' },
  { objective: 'تحدث بالإنجليزية واحجز طاولة', language: 'en-US' },
  { objective: 'होटल से अंग्रेज़ी में बात करें', language: 'en-US' },
])('"$objective" is an instruction to speak $language', ({ objective, language }) => {
  expect(inferLanguage({ objective, region: 'US' })).toBe(language);
});

test.each([
  { objective: 'Ask if they speak Spanish', why: 'a question about them' },
  { objective: 'Find out whether there is anyone who speaks Spanish', why: 'a question about them' },
  { objective: 'Do they speak Spanish? Find out and tell me.', why: 'a question about them' },
  { objective: 'Ask for a Spanish-speaking doctor', why: 'somebody to look for' },
  { objective: 'Please do not speak Spanish, and book a table for two', why: 'an order not to' },
  { objective: "They don't speak Spanish. Book a table for two.", why: 'it is what they do not speak' },
  { objective: 'Book a table at the Spanish restaurant for two', why: 'not a language here' },
  { objective: 'Book a room for two in French Lick for tomorrow', why: 'a town' },
  { objective: 'Ask about the Polish teacher in English class', why: 'a class' },
  { objective: 'Ask how to say good morning in Japanese', why: 'a question about a word' },
  { objective: 'Reserve a table for Mr. French at seven', why: 'a name' },
])('"$objective" is English, though it names another language: $why', ({ objective }) => {
  expect(inferLanguage({ objective, region: 'US' })).toBe('en-US');
});

test.each([
  { objective: '', why: 'empty' },
  { objective: 'Anna', why: 'a name' },
  { objective: 'Maria Garcia, Juan Lopez, San Francisco', why: 'names alone' },
  { objective: '+1 415 555 0101 / 7:30', why: 'numbers alone' },
  { objective: 'ok', why: 'short' },
  { objective: 'Pizza Margherita', why: 'short, and food' },
  { objective: 'San Francisco, Los Angeles, Las Vegas, El Paso, La Jolla', why: 'names alone' },
  {
    objective:
      'metformin and atorvastatin, omeprazole for losartan, albuterol of gabapentin, lisinopril, ibuprofen',
    why: 'names for the most part',
  },
  { objective: 'the the the the', why: 'one word, said often' },
  { objective: 'Confirma la cita', why: 'Spanish or Catalan' },
  { objective: 'Reserva mesa', why: 'Spanish, Portuguese or Catalan' },
  { objective: 'Llame a la clínica and confirm the appointment para mañana', why: 'mixed' },
  { objective: 'Call Mr. 김 and say 안녕하세요 감사합니다', why: 'mixed' },
  { objective: 'Speak Spanish or English and book a table for two', why: 'either' },
  { objective: 'Speak Spanish. Then speak French.', why: 'instructions that differ' },
  { objective: 'If they prefer it, speak Spanish. Book a table for two.', why: 'it depends' },
  { objective: 'Book a table for two and speak Spanish if they prefer it', why: 'it depends' },
  { objective: 'Ask if they are open and speak Spanish', why: 'an order or a question' },
  { objective: 'Could you book a table for two in Spanish?', why: 'an order or a question' },
  { objective: 'They speak Spanish. Book a table for two.', why: 'told of, not ordered' },
  { objective: 'The owner speaks Spanish. Book a table for two.', why: 'told of, not ordered' },
  { objective: 'Book a guided tour in Italian for four people', why: 'the tour, perhaps not the call' },
  { objective: 'Please do not speak English with them', why: 'it is written in what is ruled out' },
  { objective: 'They are open and they speak no English', why: 'it is written in what is ruled out' },
  { objective: '英語で話さないでください', why: 'an order not to, in no other language' },
  { objective: 'Speak Russian to her and ask how she is', why: 'no voice speaks it' },
  { objective: 'Ask for the opening hours in Hebrew', why: 'no voice speaks it' },
  { objective: 'Закажите столик на двоих на завтра вечером', why: 'Russian' },
  { objective: 'הזמן שולחן לשניים מחר בערב', why: 'Hebrew' },
  { objective: 'Bestil et bord til fire personer i morgen klokken syv', why: 'Danish, not Norwegian' },
  { objective: 'Spørg hvad det koster og hvornår de har åbent', why: 'Danish, not Norwegian' },
  { objective: 'Rezervă o masă pentru patru persoane mâine seară', why: 'Romanian' },
  { objective: 'Yarın akşam dört kişilik bir masa ayırtın', why: 'Turkish' },
  { objective: 'Zarezervujte prosím stůl pro čtyři osoby na zítra večer', why: 'Czech' },
  { objective: 'Tolong pesan meja untuk empat orang besok malam', why: 'Indonesian' },
  { objective: 'Bespreek asseblief ’n tafel vir vier mense vir môre', why: 'Afrikaans' },
  { objective: 'برای فردا شب یک میز چهار نفره رزرو کنید', why: 'Persian' },
  { objective: 'براہ کرم کل شام کے لیے ایک میز بک کریں', why: 'Urdu' },
  { objective: 'उद्या संध्याकाळी चार जणांसाठी टेबल आरक्षित करा', why: 'Marathi' },
  { objective: '請預訂明天晚上七點四個人的桌子', why: 'read aloud in Mandarin or in Cantonese' },
])('nothing is inferred from "$objective": $why', ({ objective }) => {
  expect(inferLanguage({ objective, region: 'US' })).toBeUndefined();
});

test.each([
  { objective: 'Book a table for four at seven', region: 'US', language: 'en-US' },
  { objective: 'Book a table for four at seven', region: 'CA', language: 'en-US' },
  { objective: 'Book a table for four at seven', region: 'GB', language: 'en-GB' },
  { objective: 'Book a table for four at seven', region: 'AU', language: 'en-AU' },
  { objective: 'Book a table for four at seven', region: 'NZ', language: 'en-US' },
  { objective: 'Book a table for four at seven', region: 'IL', language: 'en-US' },
  { objective: 'Speak Spanish', region: 'US', language: 'es-US' },
  { objective: 'Speak Spanish', region: 'CA', language: 'es-ES' },
  { objective: 'Speak Spanish', region: 'GB', language: 'es-ES' },
  { objective: 'Speak French', region: 'CA', language: 'fr-CA' },
  { objective: 'Speak French', region: 'GB', language: 'fr-FR' },
  { objective: 'Speak Canadian French', region: 'US', language: 'fr-CA' },
  { objective: 'Speak Canadian English', region: 'GB', language: 'en-GB' },
  { objective: 'Speak Portuguese', region: 'US', language: 'pt-BR' },
] as const)('"$objective", said to $region, is $language', ({ objective, region, language }) => {
  expect(inferLanguage({ objective, region })).toBe(language);
});

test.each([
  {
    why: 'an instruction in the objective wins over one in the context',
    objective: 'Speak Spanish and confirm the appointment',
    context: 'Speak French.',
    language: 'es-US',
  },
  {
    why: 'an instruction in the context wins over the language of the objective',
    objective: 'Confirm the appointment for tomorrow',
    context: 'The patient prefers that we call in Spanish.',
    language: 'es-US',
  },
  {
    why: 'the objective alone is enough',
    objective: 'Confirm the appointment for tomorrow at ten',
    context: 'Nota: la paciente tiene cita con el doctor el martes a las diez de la mañana.',
    language: 'en-US',
  },
  {
    why: 'a short objective is read with its context',
    objective: 'Dr. Weber',
    context: 'Bitte frage nach einem Termin für nächste Woche und sag, dass es nicht eilt.',
    language: 'de-DE',
  },
  { why: 'an empty context adds nothing', objective: 'Call Bob', context: '', language: undefined },
  { why: 'no context adds nothing', objective: 'Call Bob', context: null, language: undefined },
])('$why', ({ objective, context, language }) => {
  expect(inferLanguage({ objective, context, region: 'US' })).toBe(language);
});

test('whatever is inferred is a language that a call can be held in', () => {
  const tags: (string | undefined)[] = LANGUAGES.map(({ tag }) => tag);
  const words = fc.constantFrom(
    ...'speak in Spanish not if 英語で the 예약 of Russian who ? , . la и'.split(' '),
  );
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(words).map((said) => said.join(' ')),
  );
  fc.assert(
    fc.property(text, text, fc.constantFrom(...REGIONS), (objective, context, region) => {
      expect([...tags, undefined]).toContain(inferLanguage({ objective, context, region }));
    }),
  );
});
