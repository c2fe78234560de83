import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { texts } from "../texts.ts";

/** What ties a control to its label, its help and its error. */
export interface Tied {
  id: string;
  "aria-describedby"?: string;
  "aria-invalid"?: "true";
}

interface Props {
  label: string;
  help?: string | undefined;
  error?: string | undefined;
  isOptional?: boolean;
  class?: string;
  children: (field: Tied) => ComponentChildren;
}

/** A control with its label, a sentence of help, and its error. */
export function Field({ label, help, error, isOptional, class: name, children }: Props) {
  const id = useId();
  const described = [help && `${id}-help`, error && `${id}-error`].filter(Boolean).join(" ");
  return (
    <div class={["field", name].filter(Boolean).join(" ")}>
      <label for={id}>
        {label} {isOptional && <small>{texts.ship.optional}</small>}
      </label>
      {children({
        id,
        ...(described && { "aria-describedby": described }),
        ...(error && { "aria-invalid": "true" }),
      })}
      {help && (
        <small id={`${id}-help`} class="help">
          {help}
        </small>
      )}
      {error && (
        <p id={`${id}-error`} class="error">
          {error}
        </p>
      )}
    </div>
  );
}

/** Moves the focus to the first field with an error, after the page has shown it. */
export const focusError = (form: HTMLElement | null | undefined): void => {
  requestAnimationFrame(() => form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
};
