// Nothing is signed with these: nobody logs in, and there are no tokens.
module.exports = {
  serveAdminPanel: false,
  auth: { secret: "bench" },
  apiToken: { salt: "bench" },
  transfer: { token: { salt: "bench" } },
};
