import { writeFileSync } from 'node:fs';
import { catalogueText } from './catalogue.ts';

// `npm run catalogue`: makes the bundled list of areas anew, after its source has changed.
writeFileSync(new URL('../lambdas/catalogue/areas.ts', import.meta.url), catalogueText());
