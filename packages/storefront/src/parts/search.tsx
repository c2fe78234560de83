import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { price } from "../format.ts";
import { categoryPath, productPath } from "../routes.ts";
import { shop } from "../shop.ts";
import { texts } from "../texts.ts";

interface Suggestion {
  href: string;
  title: string;
  note: string;
}

const PAUSE_MS = 150;

/** The field for words, with suggestions below it while somebody types. They are links: Tab reaches them, Escape closes them. */
export function Search({ words }: { words: string }) {
  const typed = useSignal("");
  const found = useSignal<Suggestion[]>([]);

  useEffect(() => {
    const q = typed.value.trim();
    const controller = new AbortController();
    const timer = setTimeout(async () => {
      found.value = q.length < 2 ? [] : await suggest(q, controller.signal).catch(() => found.value);
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [typed.value]);
  const close = () => {
    found.value = [];
  };

  return (
    <search class="search">
      <form
        action="/search"
        onSubmit={close}
        onKeyDown={({ key }) => key === "Escape" && close()}
        onFocusOut={({ currentTarget, relatedTarget }) => {
          if (!currentTarget.contains(relatedTarget as Node | null)) close();
        }}
      >
        <input
          type="search"
          name="q"
          defaultValue={words}
          aria-label={texts.menu.search}
          placeholder={texts.menu.search}
          autocomplete="off"
          maxLength={200}
          onInput={({ currentTarget }) => {
            typed.value = currentTarget.value;
          }}
        />
        {found.value.length > 0 && (
          <ul class="suggestions" aria-label={texts.list.suggestions}>
            {found.value.map(({ href, title, note }) => (
              <li key={href}>
                <a href={href} onClick={close}>
                  {title} <small>{note}</small>
                </a>
              </li>
            ))}
          </ul>
        )}
      </form>
    </search>
  );
}

async function suggest(q: string, signal: AbortSignal): Promise<Suggestion[]> {
  const { data } = await shop.GET("/v1/search/suggestions", { params: { query: { q } }, signal });
  if (!data) return [];
  return [
    ...data.categories.map(({ handle, title }) => ({
      href: categoryPath(handle),
      title,
      note: texts.list.category,
    })),
    ...data.products.map(({ handle, title, priceFrom }) => ({
      href: productPath(handle),
      title,
      note: price(priceFrom),
    })),
  ];
}
