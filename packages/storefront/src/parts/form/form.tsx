import { useSignal } from "@preact/signals";
import { type ComponentChildren, createContext } from "preact";
import { useContext, useRef } from "preact/hooks";
import { messageOf } from "../../state/notice.ts";
import { formTexts } from "../../texts.form.ts";
import { LOCALE, texts } from "../../texts.ts";
import "./form.css";
import { errorsOfFields, type FieldErrors, type FormProblem, faultOf } from "./form.rules.ts";

export type Values = Record<string, string>;

interface State {
  errors: FieldErrors;
  isSending: boolean;
  /** What was typed before the form was left. */
  draft: Values;
}
const FormState = createContext<State>({ errors: {}, isSending: false, draft: {} });
export const useFormState = () => useContext(FormState);

interface Props {
  /**
   * Sends what was typed. Returns why it was refused. `key` stays the same while the same values are sent again, so that a
   * repetition after a lost answer does nothing twice.
   */
  onSend: (values: Values, key: string) => Promise<(FormProblem & { retryAfter?: number }) | undefined>;
  /** The fields to which problems without a pointer belong, by the problem's code. */
  fieldOf?: Record<string, string>;
  /** The pointer to the object that has the fields. */
  root?: string;
  /** Under this name, what was typed (but no password) is kept in this tab until it is sent. */
  keep?: string;
  /** Whether its fields are as before again, when it is sent. */
  isReset?: boolean;
  class?: string;
  children: ComponentChildren;
}

const drafts = new Map<string, Values>();
/** A form that waits longer than this gets a sentence. */
const SLOW_MS = 4_000;

/** A form that is sent by script. What is wrong appears at its field, and nothing that was typed is lost. */
export function Form({ onSend, fieldOf = {}, root, keep, isReset, class: className = "", children }: Props) {
  const form = useRef<HTMLFormElement>(null);
  const errors = useSignal<FieldErrors>({});
  const message = useSignal<string | undefined>(undefined);
  const isSending = useSignal(false);
  const isSlow = useSignal(false);
  const sent = useRef({ values: "", key: "" });

  const remember = () => {
    if (keep && form.current) drafts.set(keep, draftOf(form.current));
  };

  const show = (found: FieldErrors, sentence: string | undefined) => {
    errors.value = found;
    message.value = sentence;
    // After the next rendering, when the fields have their errors.
    requestAnimationFrame(() => {
      const first = form.current && fieldsOf(form.current).find(({ name }) => found[name]);
      (first ?? form.current?.querySelector<HTMLElement>(".form-message"))?.focus();
    });
  };

  const onSubmit = async (event: SubmitEvent) => {
    event.preventDefault();
    const current = form.current;
    if (!current || isSending.value) return;
    const found = ownErrors(current);
    if (Object.keys(found).length > 0) return show(found, formTexts.check);
    const values = Object.fromEntries([...new FormData(current)].filter(isText));
    const text = JSON.stringify(values);
    if (text !== sent.current.values) sent.current = { values: text, key: crypto.randomUUID() };
    isSending.value = true;
    errors.value = {};
    message.value = undefined;
    const timer = setTimeout(() => {
      isSlow.value = true;
    }, SLOW_MS);
    try {
      const problem = await onSend(values, sent.current.key);
      if (problem) return show(...explain(problem, current, fieldOf, root));
      sent.current = { values: "", key: "" };
      if (keep) drafts.delete(keep);
      if (isReset) current.reset();
    } finally {
      clearTimeout(timer);
      isSending.value = false;
      isSlow.value = false;
    }
  };

  const state = {
    errors: errors.value,
    isSending: isSending.value,
    draft: (keep && drafts.get(keep)) || {},
  };
  return (
    <FormState.Provider value={state}>
      <form
        ref={form}
        class={`form ${className}`}
        method="post"
        noValidate
        onSubmit={(event) => void onSubmit(event)}
        onInput={remember}
      >
        {children}
        <p class="form-slow" role="status">
          {isSlow.value ? formTexts.slow : ""}
        </p>
        <div role="alert">
          {message.value && (
            <p class="form-message" tabIndex={-1}>
              {message.value}
            </p>
          )}
        </div>
      </form>
    </FormState.Provider>
  );
}

type FieldElement = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

const fieldsOf = (form: HTMLFormElement) =>
  ([...form.elements] as FieldElement[]).filter(({ name, tagName }) => name && tagName !== "BUTTON");

const isText = (entry: [string, FormDataEntryValue]): entry is [string, string] =>
  typeof entry[1] === "string";

const labelOf = (form: HTMLFormElement, name: string) =>
  fieldsOf(form).find((field) => field.name === name)?.dataset.label ?? name;

const draftOf = (form: HTMLFormElement): Values =>
  Object.fromEntries(
    fieldsOf(form)
      .filter((field) => !field.autocomplete.endsWith("password"))
      .map((field) => [field.name, field.value]),
  );

/** What the browser can tell before anything is sent. */
function ownErrors(form: HTMLFormElement): FieldErrors {
  const found: FieldErrors = {};
  for (const field of fieldsOf(form)) {
    const fault = faultOf(field);
    if (fault === "missing" && field.required)
      found[field.name] = formTexts.missing(labelOf(form, field.name));
    if (fault === "email") found[field.name] = formTexts.email;
  }
  return found;
}

function explain(
  problem: FormProblem & { retryAfter?: number },
  form: HTMLFormElement,
  fieldOf: Record<string, string>,
  root: string | undefined,
): [FieldErrors, string | undefined] {
  const sentence = sentenceOf(problem);
  const at = fieldOf[problem.code];
  if (at) return [{ [at]: sentence }, undefined];
  const { fields, rest } = errorsOfFields(
    problem,
    fieldsOf(form).map(({ name }) => name),
    root,
  );
  for (const [name, message] of Object.entries(fields))
    fields[name] = formTexts.wrong(labelOf(form, name), message);
  if (Object.keys(fields).length === 0) return [{}, sentence];
  return [fields, [formTexts.check, ...rest].join(" ")];
}

/** A sentence for a problem, in the words of the page where it has any. */
export function sentenceOf(problem: {
  code: string;
  detail: string;
  retryAfter?: number | undefined;
}): string {
  if (problem.retryAfter !== undefined) return formTexts.tooMany(clockIn(problem.retryAfter));
  return formTexts.problems[problem.code] ?? messageOf(problem);
}

/** The time of day in some seconds, on the visitor's clock, rounded up to the minute. */
const clockIn = (seconds: number): string =>
  new Intl.DateTimeFormat(LOCALE, { timeStyle: "short" }).format(Date.now() + (seconds + 59) * 1000);

interface SubmitProps {
  children: ComponentChildren;
  /** What the button says while the shop works. */
  busy?: string;
  class?: string;
}

/** The button that sends its form. While it does, it says so and takes no second click. */
export function SubmitButton({ children, busy = texts.bag.pending, class: className = "" }: SubmitProps) {
  const { isSending } = useFormState();
  // Not `disabled`: a disabled button would lose the focus.
  return (
    <button class={`button ${className}`} type="submit" aria-disabled={isSending} aria-busy={isSending}>
      {isSending ? busy : children}
    </button>
  );
}
