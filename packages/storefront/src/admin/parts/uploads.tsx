import { useId } from "preact/hooks";
import { sentenceOf } from "../say.ts";
import { texts } from "../texts.ts";
import { MAX_BYTES, TYPES, type UploadState } from "../upload.ts";

const t = texts.product;

/** What is wrong with a file, without asking the shop. */
export function wrongIn({ type, size }: File): string | undefined {
  if (!TYPES.some((one) => one === type)) return t.upload.wrongType;
  if (size > MAX_BYTES) return t.upload.tooLarge;
  return size === 0 ? t.upload.empty : undefined;
}

interface RowProps {
  name: string;
  state: UploadState;
  onRetry: () => void;
  onDismiss: () => void;
}

/** A file on its way, or why it was not taken. */
export function UploadRow({ name, state, onRetry, onDismiss }: RowProps) {
  const isOver = state.name === "refused" || state.name === "failed";
  return (
    <li>
      <span class="upload-name">{name}</span>
      {state.name === "sending" && (
        <progress max={100} value={state.percent} aria-label={name}>
          {state.percent}
        </progress>
      )}
      <span role={isOver ? "alert" : undefined} class={isOver ? "error" : undefined}>
        {stateText(state)}
      </span>
      {state.name === "failed" && (
        <button type="button" class="text-button" aria-label={t.upload.retry(name)} onClick={onRetry}>
          {texts.retry}
        </button>
      )}
      {isOver && (
        <button type="button" class="text-button" aria-label={t.upload.dismiss(name)} onClick={onDismiss}>
          {t.upload.dismissShort}
        </button>
      )}
    </li>
  );
}

function stateText(state: UploadState): string {
  switch (state.name) {
    case "waiting":
      return t.upload.waiting;
    case "sending":
      return t.upload.sending(state.percent);
    case "refused":
      return t.upload.refused(state.reason);
    case "failed":
      if (state.problem === "send") return t.upload.failed;
      return state.problem === "slow" ? t.upload.slow : sentenceOf(state.problem);
    default:
      return t.upload.processing;
  }
}

interface FileProps {
  isOver: boolean;
  setOver: (is: boolean) => void;
  onFiles: (files: File[]) => void;
}

/** Takes files that are dropped or chosen. */
export function FileField({ isOver, setOver, onFiles }: FileProps) {
  const id = useId();
  return (
    <div class={isOver ? "drop over" : "drop"}>
      <label for={id}>
        {t.drop} <span class="link">{t.chooseFiles}</span>
      </label>
      <input
        id={id}
        type="file"
        multiple
        accept={TYPES.join(",")}
        aria-describedby={`${id}-help`}
        // It lies over the whole place, and browsers let files be dropped on it.
        onDragEnter={() => setOver(true)}
        onDragLeave={() => setOver(false)}
        onDrop={() => setOver(false)}
        onChange={({ currentTarget }) => {
          onFiles([...(currentTarget.files ?? [])]);
          currentTarget.value = "";
        }}
      />
      <small id={`${id}-help`}>{t.fileHelp}</small>
    </div>
  );
}
