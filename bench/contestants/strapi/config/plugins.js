module.exports = { "users-permissions": { config: { jwtSecret: "bench" } } }; // nobody logs in
