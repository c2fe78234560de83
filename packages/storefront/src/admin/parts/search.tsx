import { useEffect, useRef } from "preact/hooks";

interface Props {
  label: string;
  hint: string;
  words: string;
  onSearch: (words: string) => void;
}

/** How long a pause in typing ends a word. */
const PAUSE_MS = 300;

/** Searches while somebody types. `/` goes there, and the arrow keys go on into the list. */
export function ListSearch({ label, hint, words, onSearch }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    // The back button has changed the address. What is being typed stays.
    const { current } = input;
    if (current && document.activeElement !== current) current.value = words;
  }, [words]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const search = () => {
    clearTimeout(timer.current);
    const typed = input.current?.value.trim() ?? "";
    if (typed !== words) onSearch(typed);
  };
  return (
    <search class="list-search">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          search();
        }}
      >
        <input
          ref={input}
          type="search"
          aria-label={label}
          placeholder={hint}
          defaultValue={words}
          data-search
          autocomplete="off"
          spellcheck={false}
          maxLength={200}
          onInput={() => {
            clearTimeout(timer.current);
            timer.current = setTimeout(search, PAUSE_MS);
          }}
        />
        <kbd>/</kbd>
      </form>
    </search>
  );
}
