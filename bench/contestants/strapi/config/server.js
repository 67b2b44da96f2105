const port = Number(process.env.PORT ?? 1337); // none is told when tables are made
module.exports = { host: "127.0.0.1", port, app: { keys: ["bench"] } };
