import { texts } from "../texts.ts";

export interface Image {
  url: string;
  alt: string;
  width?: number | undefined;
  height?: number | undefined;
  srcset?: { avif: string; webp: string } | undefined;
}

interface Props {
  image: Image | null;
  /** The widths at which the page shows it, as `sizes` of HTML wants them. */
  sizes?: string;
  /** The largest picture of the first view. */
  isFirst?: boolean;
  /** Loaded at once, and not only when it comes near. */
  isEarly?: boolean;
  /** Beside a text that says the same. */
  isDecorative?: boolean;
}

/** Widths of pictures, as `sizes` of HTML wants them: in lists, the first one of the home page, and on a product's page. */
export const USUAL_SIZES = "(min-width: 60rem) 22vw, 45vw";
export const HERO_SIZES = "(min-width: 52rem) 40vw, 62vw";
export const LARGE_SIZES = "(min-width: 60rem) 50vw, 100vw";

/** A picture of a garment, three wide and four high. */
export function Picture({ image, sizes = USUAL_SIZES, isFirst, isEarly, isDecorative }: Props) {
  if (!image) return <span class="picture none" role="img" aria-label={texts.shop} />;
  const { url, alt, width = 600, height = 800, srcset } = image;
  return (
    <picture class="picture">
      {srcset && <source type="image/avif" srcset={srcset.avif} sizes={sizes} />}
      {srcset && <source type="image/webp" srcset={srcset.webp} sizes={sizes} />}
      <img
        src={url}
        alt={isDecorative ? "" : alt}
        width={width}
        height={height}
        loading={isFirst || isEarly ? "eager" : "lazy"}
        {...(isFirst ? { fetchpriority: "high" } : { decoding: "async" })}
      />
    </picture>
  );
}
