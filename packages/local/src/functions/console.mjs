// Lambda's JSON logging, as `logging: { format: "json" }` has it: what the console is given is one line of JSON.
for (const level of ["debug", "log", "info", "warn", "error"]) {
  const name = level === "log" ? "INFO" : level.toUpperCase();
  console[level] = (message, ...rest) => {
    const told = rest.length > 0 ? [message, ...rest].map(String).join(" ") : message;
    const line = {
      timestamp: new Date().toISOString(),
      level: name,
      message: told instanceof Error ? told.stack : told,
    };
    process.stdout.write(`${JSON.stringify(line)}\n`);
  };
}
