module.exports = require("@strapi/strapi").factories.createCoreService("api::bench.citation");
