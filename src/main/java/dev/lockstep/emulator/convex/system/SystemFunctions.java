package dev.lockstep.emulator.convex.system;

import dev.lockstep.emulator.convex.call.BuiltIn;
import dev.lockstep.emulator.convex.code.FunctionKind;
import dev.lockstep.emulator.convex.code.FunctionPath;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The built-in functions by path. Stateless apart from what it is told. */
public final class SystemFunctions {

    /** What functions need to know of the deployment besides its documents. A change of any makes all results stale. */
    public interface Facts {

        /** The app's environment variables. */
        Map<String, String> variables();

        /** {@code CONVEX_CLOUD_URL} and {@code CONVEX_SITE_URL}. */
        Map<String, String> addresses();

        /** The schema as it was exported; empty for none. */
        Optional<String> schema();

        /** What was found in each module, by path. */
        Map<String, JsonNode> modules();
    }

    private final Map<String, BuiltIn> functions = new HashMap<>();

    public SystemFunctions(Facts facts) {
        var deployment = new DeploymentFunctions(facts);
        var tables = new TableFunctions(facts);
        query("_system/cli/queryEnvironmentVariables:default", deployment::variables);
        query("_system/cli/queryEnvironmentVariables:get", deployment::variable);
        query("_system/cli/modules:apiSpec", deployment::apiSpec);
        query("_system/cli/convexUrl:cloudUrl", (transaction, args) -> deployment.address("CONVEX_CLOUD_URL"));
        query("_system/cli/convexUrl:siteUrl", (transaction, args) -> deployment.address("CONVEX_SITE_URL"));
        query("_system/frontend/getSchemas:default", deployment::schemas);
        query("_system/frontend/components:list", deployment::components);
        query("_system/cli/tables:default", tables::names);
        query("_system/cli/tableData:default", tables::page);
        query("_system/cli/queryTable:default", tables::state);
        query("_system/cli/tableSize:default", tables::size);
        query("_system/frontend/tableSize:default", tables::size);
        query("_system/frontend/listTableScan:default", tables::newest);
        mutation("_system/frontend/addDocument:default", tables::add);
        mutation("_system/frontend/clearTablePage:default", tables::clear);
    }

    public Optional<BuiltIn> find(FunctionPath path) {
        return Optional.ofNullable(functions.get(path.toString()));
    }

    private void query(String path, BuiltIn.Body body) {
        functions.put(path, new BuiltIn(FunctionKind.QUERY, body));
    }

    private void mutation(String path, BuiltIn.Body body) {
        functions.put(path, new BuiltIn(FunctionKind.MUTATION, body));
    }
}
