module.exports = require("@strapi/strapi").factories.createCoreRouter("api::bench.citation");
