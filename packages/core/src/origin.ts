/** Whether this is an origin as browsers send it, such as `https://shop.example`. Without https, it must be this machine. */
export function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { origin, protocol, hostname } = new URL(text);
  // CloudFront would take a star for any subdomain.
  return (
    origin === text &&
    !hostname.includes("*") &&
    (protocol === "https:" || (protocol === "http:" && hostname === "localhost"))
  );
}
