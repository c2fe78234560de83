import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { FieldFrame as Field } from "../../parts/form/frame.tsx";
import { whyRefused } from "../api.ts";
import { Submit } from "../parts/form.tsx";
import { sentenceOf } from "../say.ts";
import { isEnded, isKey, signIn } from "../session.ts";
import { texts } from "../texts.ts";

/** Asks for an API key. It stays in this tab. */
export function SignIn() {
  const t = texts.signIn;
  const input = useRef<HTMLInputElement>(null);
  const problem = useSignal<string | undefined>(undefined);
  const isBusy = useSignal(false);
  useEffect(() => {
    document.title = `${t.title} · ${texts.title}`;
    input.current?.focus();
  }, []);
  const refuse = (sentence: string) => {
    problem.value = sentence;
    input.current?.focus();
  };
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const secret = input.current?.value.trim() ?? "";
    if (isBusy.value) return;
    if (!isKey(secret)) return refuse(t.format);
    isBusy.value = true;
    problem.value = undefined;
    const error = await whyRefused(secret);
    isBusy.value = false;
    if (!error) signIn(secret);
    else refuse(error.code === "key.invalid" ? t.wrong : sentenceOf(error));
  };
  return (
    <main class="sign-in">
      <p class="logo">{texts.shop}</p>
      <h1>{t.title}</h1>
      <p class="lede">{t.lede}</p>
      <div role="alert">{isEnded.value && <p class="warning">{t.ended}</p>}</div>
      <form class="form" onSubmit={submit} noValidate>
        <Field label={t.key} hint={t.keyHelp} error={problem.value}>
          {(field) => (
            <input
              {...field}
              ref={input}
              type="password"
              name="key"
              autocomplete="off"
              spellcheck={false}
              required
            />
          )}
        </Field>
        <Submit isBusy={isBusy.value} label={t.action} working={texts.loading} />
      </form>
    </main>
  );
}
