import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { formTexts } from "../../texts.form.ts";
import "./field.css";

/** What ties a control to its label, its hint and its error. */
export interface Tied {
  id: string;
  "aria-describedby"?: string;
  "aria-invalid"?: true;
}

export interface FrameProps {
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  isOptional?: boolean | undefined;
  class?: string | undefined;
  /** By default one that no other field has. */
  id?: string;
}

/** A control with its label, a hint, and what is wrong with it. Every field of the shop and of the merchant's page is one. */
export function FieldFrame({
  label,
  hint,
  error,
  isOptional,
  class: name,
  id: given,
  children,
}: FrameProps & { children: (tied: Tied) => ComponentChildren }) {
  const own = useId();
  const id = given ?? own;
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return (
    <div class={["field", name].filter(Boolean).join(" ")}>
      <label for={id}>
        {label} {isOptional && <small>{formTexts.optional}</small>}
      </label>
      {children({
        id,
        ...(described && { "aria-describedby": described }),
        ...(error && { "aria-invalid": true }),
      })}
      {hint && (
        <small id={`${id}-hint`} class="field-hint">
          {hint}
        </small>
      )}
      {error && <FieldError id={id} text={error} />}
    </div>
  );
}

/** What is wrong with the field that has this ID. */
export const FieldError = ({ id, text }: { id: string; text: string }) => (
  <p id={`${id}-error`} class="field-error">
    {text}
  </p>
);
