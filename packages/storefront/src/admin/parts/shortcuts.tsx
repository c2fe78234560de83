import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { go, paths } from "../router.ts";
import { texts } from "../texts.ts";

export const isHelpOpen = signal(false);
/** What single keys do on the page that is shown. */
export const actions = signal<Record<string, () => void>>({});

const NAME = "myclothes.admin.single-keys";
/** Single keys disturb people who speak to their computer, so they can be switched off. */
const usesKeys = signal(typeof localStorage === "undefined" || localStorage.getItem(NAME) !== "off");

/** Sets what single keys do while a page is shown. */
export function useActions(map: Record<string, () => void>): void {
  useEffect(() => {
    actions.value = map;
  });
  useEffect(
    () => () => {
      actions.value = {};
    },
    [],
  );
}

const places: Record<string, string> = { o: paths.orders, p: paths.products, s: paths.stock, r: paths.sales };
/** How long a `g` waits for the letter of a page. */
const WAIT_MS = 1_500;
let goPressed = 0;

function onKey(event: KeyboardEvent): void {
  const target = event.target as HTMLElement;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    const form = target.closest("form") ?? document.querySelector<HTMLFormElement>("form[data-main]");
    if (form) {
      event.preventDefault();
      form.requestSubmit();
    }
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    moveRow(event);
    return;
  }
  if (!usesKeys.value || isTyping(target)) return;
  const hasGo = event.timeStamp - goPressed < WAIT_MS;
  goPressed = event.key === "g" ? event.timeStamp : 0;
  const place = hasGo ? places[event.key] : undefined;
  const action = place ? () => go(place) : actionOf(event.key, target);
  if (!action) return;
  event.preventDefault();
  action();
}

function actionOf(key: string, target: HTMLElement): (() => void) | undefined {
  if (key === "/") return () => document.querySelector<HTMLInputElement>("[data-search]")?.select();
  if (key === "?")
    return () => {
      isHelpOpen.value = true;
    };
  if (key === "x") {
    const box = target.closest("tr")?.querySelector<HTMLInputElement>("input[type=checkbox]");
    return box ? () => box.click() : undefined;
  }
  return actions.value[key];
}

const isTyping = (target: HTMLElement): boolean =>
  target.isContentEditable ||
  (target.matches("input, textarea, select") && !target.matches("[type=checkbox], [type=radio]"));

/** The arrow keys go through the rows of a list. From the search they go to the first row. */
function moveRow(event: KeyboardEvent): void {
  const target = event.target as HTMLElement;
  const rows = [...document.querySelectorAll<HTMLElement>("[data-row]")];
  const current = target.closest("tr")?.querySelector<HTMLElement>("[data-row]");
  const isOutside = !current && (target.matches("[data-search]") || !isTyping(target));
  if (rows.length === 0 || (!current && !isOutside) || target.matches("[type=radio]")) return;
  if (!current && !target.matches("[data-search], body, main")) return;
  const at = current ? rows.indexOf(current) : -1;
  const next = event.key === "ArrowDown" ? at + 1 : at - 1;
  event.preventDefault();
  if (next < 0) document.querySelector<HTMLElement>("[data-search]")?.focus();
  else rows[Math.min(next, rows.length - 1)]?.focus();
}

/** Listens to the keys, and lists them in a dialog. */
export function Shortcuts() {
  const dialog = useRef<HTMLDialogElement>(null);
  const isOpen = isHelpOpen.value;
  useEffect(() => {
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isOpen]);
  const close = () => {
    isHelpOpen.value = false;
  };
  const t = texts.shortcuts;
  return (
    <dialog ref={dialog} class="dialog" aria-labelledby="shortcuts" onClose={close} {...{ closedby: "any" }}>
      <div class="dialog-head">
        <h2 id="shortcuts">{t.title}</h2>
        <button class="close" type="button" aria-label={texts.close} onClick={close}>
          ×
        </button>
      </div>
      <dl class="keys">
        {t.list.map(([keys, meaning]) => (
          <div key={meaning}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <label class="check">
        <input
          type="checkbox"
          checked={usesKeys.value}
          onChange={({ currentTarget }) => {
            usesKeys.value = currentTarget.checked;
            localStorage.setItem(NAME, currentTarget.checked ? "on" : "off");
          }}
        />
        {t.use}
      </label>
    </dialog>
  );
}
