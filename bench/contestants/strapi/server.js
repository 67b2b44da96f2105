// `node server.js` serves; `node server.js tables` makes the tables of the content types, and ends.
process.chdir(__dirname);
const strapi = require("@strapi/strapi").createStrapi({ appDir: __dirname, distDir: __dirname });
if (process.argv[2] === "tables") {
  strapi.load().then(() => strapi.destroy());
} else {
  strapi.start();
}
