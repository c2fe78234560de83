/** A piece of SQL: unchanged text, or a named parameter. */
export type Token = string | { parameter: string; sliceBound: boolean };

export interface TokenizedSql {
  tokens: Token[];
  /** The first word, in capitals. */
  verb: string;
  severalStatements: boolean;
}

const WORD = "[A-Za-z_\\u0080-\\uffff]";
// At each position the first match counts. An unterminated string extends to the end; the database refuses it.
const TOKEN = new RegExp(
  [
    `(?<blank>\\s+|--[^\\n]*)`,
    `(?<comment>/\\*)`,
    `(?<quoted>[eE]'[^'\\\\]*(?:(?:\\\\[\\s\\S]|'')[^'\\\\]*)*'?|'[^']*(?:''[^']*)*'?|"[^"]*(?:""[^"]*)*"?)`,
    `(?<dollar>\\$(?<tag>(?:${WORD}(?:${WORD}|\\d)*)?)\\$[\\s\\S]*?(?:\\$\\k<tag>\\$|$))`,
    `(?<word>(?:${WORD}|\\d)(?:${WORD}|[\\d$])*)`,
    `(?<colons>::|:=)`,
    `:(?<parameter>\\w+)`,
    `(?<other>[\\s\\S])`,
  ].join("|"),
  "y",
);

/**
 * Finds the `:name` parameters of a statement. It ignores strings, quoted names, dollar-quoted bodies, comments (also nested
 * ones), `::` casts, `:=`, and the bounds of a slice such as `a[1:n]`.
 */
export function tokenize(sql: string): TokenizedSql {
  const tokens: Token[] = [];
  let text = "";
  let verb = "";
  let brackets = 0;
  let ended = false;
  let severalStatements = false;
  let operandBefore = false;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < sql.length) {
    const start = TOKEN.lastIndex;
    const { blank, comment, quoted, dollar, word, parameter, other } = TOKEN.exec(sql)?.groups ?? {};
    if (comment) TOKEN.lastIndex = endOfComment(sql, start);
    const piece = sql.slice(start, TOKEN.lastIndex);
    if (other === ";") ended = true;
    else if (ended && !blank && !comment) severalStatements = true;
    if (other === "[") brackets++;
    if (other === "]") brackets--;
    if (word && !verb) verb = word.toUpperCase();

    // Inside brackets, a colon after an operand separates the bounds of a slice: a[i:j].
    if (parameter && !(brackets > 0 && operandBefore)) {
      tokens.push(text, { parameter, sliceBound: brackets > 0 && /^\d+$/.test(parameter) });
      text = "";
    } else {
      text += piece;
    }
    operandBefore = Boolean(word || parameter || quoted || dollar || other === "]" || other === ")");
  }
  return { tokens: [...tokens, text], verb, severalStatements };
}

function endOfComment(sql: string, start: number): number {
  const mark = /\/\*|\*\//g;
  mark.lastIndex = start;
  let depth = 0;
  for (let found = mark.exec(sql); found; found = mark.exec(sql)) {
    depth += found[0] === "/*" ? 1 : -1;
    if (depth === 0) return mark.lastIndex;
  }
  return sql.length;
}
