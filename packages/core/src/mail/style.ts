/**
 * The colours of a mail, for light and dark screens. Each text has a contrast of at least 4.5 with its background (WCAG 1.4.3).
 */
const light = {
  background: "#ffffff",
  text: "#1a1a1a",
  small: "#595959",
  link: "#0b57d0",
  button: "#1a1a1a",
  buttonText: "#ffffff",
  line: "#d0d0d0",
};
const dark: typeof light = {
  background: "#161616",
  text: "#f0f0f0",
  small: "#b8b8b8",
  link: "#9cc2ff",
  button: "#f0f0f0",
  buttonText: "#161616",
  line: "#4a4a4a",
};
export const colors = { light, dark };

/** Programs that drop `<style>` show the light colours of `style`. */
export const CSS = `:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){
body{background:${dark.background}!important;color:${dark.text}!important}
.small{color:${dark.small}!important}
.link{color:${dark.link}!important}
.button{background:${dark.button}!important;color:${dark.buttonText}!important}
.line{border-color:${dark.line}!important}
}`;

const cell = `padding:8px 0;border-bottom:1px solid ${light.line};vertical-align:top`;

/** Inline styles, because not all programs read `<style>`. */
export const style = {
  body: `margin:0;padding:0;background:${light.background};color:${light.text};font-family:system-ui,-apple-system,'Segoe UI',Roboto,Arial,sans-serif;font-size:16px;line-height:1.5`,
  column: "max-width:600px;margin:0 auto;padding:24px;overflow-wrap:anywhere",
  h1: "font-size:24px;line-height:1.25;margin:16px 0",
  h2: "font-size:18px;line-height:1.3;margin:24px 0 8px",
  p: "margin:0 0 16px",
  small: `margin:0 0 16px;font-size:14px;color:${light.small}`,
  link: `color:${light.link}`,
  button: `display:inline-block;padding:12px 20px;border-radius:6px;background:${light.button};color:${light.buttonText};font-weight:600;text-decoration:none`,
  table: "width:100%;border-collapse:collapse;margin:0 0 16px",
  caption: "text-align:left;font-size:18px;font-weight:600;padding:8px 0",
  th: `${cell};text-align:left;font-weight:400`,
  column1: `${cell};text-align:left;font-weight:600`,
  number: `${cell};text-align:right;padding-left:12px;white-space:nowrap`,
  hr: `border:0;border-top:1px solid ${light.line};margin:24px 0 16px`,
};
