/** A piece of SQL: unchanged text, or a named parameter. */
export type Token = string | Parameter;

export interface Parameter {
  parameter: string;
  /** Where PostgreSQL sees no parameter: in a dollar-quoted body, or as a bound in a slice, `a[1:n]`, or perhaps `a[:1]`. */
  misread?: "quote" | "slice" | "number";
}

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
    `(?<dollar>\\$(?<tag>(?:${WORD}(?:${WORD}|\\d)*)?)\\$(?<body>[\\s\\S]*?)(?:\\$\\k<tag>\\$|$))`,
    `(?<word>(?:${WORD}|\\d)(?:${WORD}|[\\d$])*)`,
    `(?<colons>::|:=)`,
    `:(?<parameter>\\w+)`,
    `(?<other>[\\s\\S])`,
  ].join("|"),
  "y",
);

/**
 * Finds the `:name` parameters of a statement. It ignores strings, quoted names, comments (also nested ones), `::` casts and
 * `:=`. It marks those that the service finds, but PostgreSQL does not.
 */
export function tokenize(sql: string): TokenizedSql {
  const token = new RegExp(TOKEN);
  const tokens: Token[] = [];
  let text = "";
  let verb = "";
  let brackets = 0;
  let ended = false;
  let severalStatements = false;
  let operandBefore = false;
  while (token.lastIndex < sql.length) {
    const start = token.lastIndex;
    const { blank, comment, quoted, dollar, tag, body, word, parameter, other } =
      token.exec(sql)?.groups ?? {};
    if (comment) token.lastIndex = endOfComment(sql, start);
    const piece = sql.slice(start, token.lastIndex);
    if (other === ";") ended = true;
    else if (ended && !blank && !comment) severalStatements = true;
    if (other === "[") brackets++;
    if (other === "]") brackets--;
    if (word && !verb) verb = word.toUpperCase();

    if (parameter) {
      const bound = operandBefore ? "slice" : /^\d+$/.test(parameter) && "number";
      tokens.push(text, { parameter, ...(brackets > 0 && bound && { misread: bound }) });
      text = "";
    } else if (dollar && body?.includes(":")) {
      const from = 2 + (tag?.length ?? 0);
      const [first, ...more] = tokenize(body).tokens.map(inQuote);
      tokens.push(text + piece.slice(0, from) + first, ...more);
      text = `${tokens.pop()}${piece.slice(from + body.length)}`;
    } else {
      text += piece;
    }
    operandBefore = Boolean(word || parameter || quoted || dollar || other === "]" || other === ")");
  }
  return { tokens: [...tokens, text], verb, severalStatements };
}

const inQuote = (token: Token): Token =>
  typeof token === "string" ? token : { ...token, misread: "quote" as const };

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
