/** A state in a word. The mark beside it only helps: the word says it all. */
export const Status = ({ word, kind }: { word: string; kind: "todo" | "good" | "bad" | "quiet" }) => (
  <span class={`status ${kind}`}>{word}</span>
);
