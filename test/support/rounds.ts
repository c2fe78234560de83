/** How many rounds of a race: a tenth of the whole, or as much as RACES says (`npm run test:races` runs the whole). */
export const rounds = (whole: number): number => Math.ceil(whole * Number(process.env.RACES ?? 0.1));
