// Makes each call of the console print one line of JSON, as Lambda does with `logging: { format: "json" }`.
for (const level of ["debug", "log", "info", "warn", "error"]) {
  const name = level === "log" ? "INFO" : level.toUpperCase();
  console[level] = (message, ...rest) => {
    const text = rest.length > 0 ? [message, ...rest].map(String).join(" ") : message;
    const line = {
      timestamp: new Date().toISOString(),
      level: name,
      message: text instanceof Error ? text.stack : text,
    };
    process.stdout.write(`${JSON.stringify(line)}\n`);
  };
}
