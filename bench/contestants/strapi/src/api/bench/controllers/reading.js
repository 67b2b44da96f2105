module.exports = require("@strapi/strapi").factories.createCoreController("api::bench.reading");
