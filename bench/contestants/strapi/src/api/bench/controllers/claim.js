module.exports = require("@strapi/strapi").factories.createCoreController("api::bench.claim");
