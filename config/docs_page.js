// Settings of Swagger UI on /api/docs/; the page's script is made with this text in it.
{
  deepLinking: true,
  // To find one parameter, Swagger UI merges all of its operation with what was typed into it, and so for each of
  // them, at every step: with the 161 parameters of the list of claims, trying it out took seven seconds. This finds
  // the parameter first and merges it alone, with the same result.
  plugins: [() => ({statePlugins: {spec: {wrapSelectors: {
    parameterWithMetaByIdentity: (original, {specSelectors}) => (state, pathMethod, parameter) => {
      const place = parameter.get("in"), name = parameter.get("name");
      const found = specSelectors.specJsonWithResolvedSubtrees()
        .getIn(["paths", ...pathMethod, "parameters"])
        ?.find((other) => other.get("in") === place && other.get("name") === name);
      if (!found) {
        return original(pathMethod, parameter);
      }
      const typed = state.getIn(["meta", "paths", ...pathMethod, "parameters"]);
      return found.merge(typed?.get(`${place}.${name}`), typed?.get(`${place}.${name}.hash-${parameter.hashCode()}`));
    },
  }}}})],
}
