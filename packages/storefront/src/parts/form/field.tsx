import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { formTexts } from "../../texts.form.ts";
import { useFormState } from "./form.tsx";

interface Props {
  /** The API's name of the field. */
  name: string;
  label: string;
  hint?: string | undefined;
  type?: "text" | "email" | "tel" | "password";
  value?: string | undefined;
  autocomplete: string;
  isOptional?: boolean;
  maxLength?: number;
  inputMode?: "text" | "numeric";
  class?: string;
}

/** A field with its label, a hint, and what is wrong with it. */
export function Field({ type = "text", value = "", autocomplete, maxLength, inputMode, ...frame }: Props) {
  const { draft } = useFormState();
  const isShown = useSignal(false);
  const isPassword = type === "password";
  return (
    <FieldFrame {...frame}>
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
    </FieldFrame>
  );
}

interface SelectProps extends FrameProps {
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
    <FieldFrame {...frame}>
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
    </FieldFrame>
  );
}

interface FrameProps {
  name: string;
  label: string;
  hint?: string | undefined;
  isOptional?: boolean;
  class?: string;
}

interface Attributes {
  id: string;
  name: string;
  required: boolean;
  "data-label": string;
  "aria-invalid": boolean;
  "aria-describedby": string | undefined;
}

function FieldFrame({
  name,
  label,
  hint,
  isOptional = false,
  class: className = "",
  children,
}: FrameProps & { children: (attributes: Attributes) => ComponentChildren }) {
  const id = useId();
  const error = useFormState().errors[name];
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return (
    <div class={`field ${className}`}>
      <label for={id}>
        {label}
        {isOptional && <small> {formTexts.optional}</small>}
      </label>
      {children({
        id,
        name,
        required: !isOptional,
        "data-label": label,
        "aria-invalid": error !== undefined,
        "aria-describedby": described || undefined,
      })}
      {hint && (
        <small id={`${id}-hint`} class="field-hint">
          {hint}
        </small>
      )}
      {error && (
        <p id={`${id}-error`} class="field-error">
          {error}
        </p>
      )}
    </div>
  );
}
