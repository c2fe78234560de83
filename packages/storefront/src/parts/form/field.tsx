import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { formTexts } from "../../texts.form.ts";
import { useFormState } from "./form.tsx";
import { FieldFrame, type FrameProps, type Tied } from "./frame.tsx";

interface Props extends NamedProps {
  type?: "text" | "email" | "tel" | "password";
  value?: string | undefined;
  autocomplete: string;
  maxLength?: number;
  inputMode?: "text" | "numeric";
}

/** A field with its label, a hint, and what is wrong with it. */
export function Field({ type = "text", value = "", autocomplete, maxLength, inputMode, ...frame }: Props) {
  const { draft } = useFormState();
  const isShown = useSignal(false);
  const isPassword = type === "password";
  return (
    <NamedFrame {...frame}>
      {(attributes) => (
        <span class={isPassword ? "with-button" : undefined}>
          <input
            {...attributes}
            // The types of Preact want one element for each type of input.
            type={(isPassword && isShown.value ? "text" : type) as "text"}
            defaultValue={draft[frame.name] ?? value}
            // biome-ignore lint/suspicious/noExplicitAny: the types of Preact list only some of the standard's values
            autocomplete={autocomplete as any}
            maxLength={maxLength}
            inputMode={inputMode}
            {...((isPassword || type === "email") && { autocapitalize: "none", spellcheck: false })}
          />
          {isPassword && (
            <button
              class="show-password"
              type="button"
              aria-label={formTexts.showPasswordLabel}
              aria-pressed={isShown.value}
              onClick={() => {
                isShown.value = !isShown.value;
              }}
            >
              {isShown.value ? formTexts.hidePassword : formTexts.showPassword}
            </button>
          )}
        </span>
      )}
    </NamedFrame>
  );
}

interface SelectProps extends NamedProps {
  value?: string | undefined;
  autocomplete: string;
  onChoose?: (value: string) => void;
  options: [value: string, text: string][];
  /** What stands there before something is chosen. */
  placeholder: string;
}

/** A field with a fixed list of values. */
export function Select({ value = "", autocomplete, options, placeholder, onChoose, ...frame }: SelectProps) {
  const { draft } = useFormState();
  const chosen = draft[frame.name] ?? value;
  return (
    <NamedFrame {...frame}>
      {(attributes) => (
        <select
          {...attributes}
          // biome-ignore lint/suspicious/noExplicitAny: the types of Preact list only some of the standard's values
          autocomplete={autocomplete as any}
          onChange={({ currentTarget }) => onChoose?.(currentTarget.value)}
        >
          <option value="" selected={chosen === ""}>
            {placeholder}
          </option>
          {options.map(([one, text]) => (
            <option key={one} value={one} selected={one === chosen}>
              {text}
            </option>
          ))}
        </select>
      )}
    </NamedFrame>
  );
}

interface NamedProps extends Omit<FrameProps, "error" | "id"> {
  /** The API's name of the field. */
  name: string;
}

interface Attributes extends Tied {
  name: string;
  required: boolean;
  "data-label": string;
}

/** The frame of a field of a `Form`, which knows the field's error. */
const NamedFrame = ({
  name,
  children,
  ...frame
}: NamedProps & { children: (attributes: Attributes) => ComponentChildren }) => (
  <FieldFrame {...frame} error={useFormState().errors[name]}>
    {(tied) => children({ ...tied, name, required: !frame.isOptional, "data-label": frame.label })}
  </FieldFrame>
);
