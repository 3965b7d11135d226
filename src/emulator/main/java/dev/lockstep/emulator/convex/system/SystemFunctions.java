package dev.lockstep.emulator.convex.system;

import dev.lockstep.emulator.convex.call.BuiltIn;
import dev.lockstep.emulator.convex.code.ComponentDefinition;
import dev.lockstep.emulator.convex.code.FunctionKind;
import dev.lockstep.emulator.convex.code.FunctionPath;
import dev.lockstep.emulator.convex.cron.CronReport;
import dev.lockstep.emulator.convex.key.ComponentPath;
import dev.lockstep.emulator.convex.wire.FunctionError;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The built-in functions by path. Stateless apart from what it is told. */
public final class SystemFunctions {

    /** What functions need to know of the deployment besides its documents. A change of any makes all results stale. */
    public interface Facts {

        /** The app's environment variables. */
        Map<String, String> variables();

        /** {@code CONVEX_CLOUD_URL} and {@code CONVEX_SITE_URL}. */
        Map<String, String> addresses();

        /** The app and the components in use, by where they are used. */
        Map<ComponentPath, ComponentDefinition> components();

        /** Whether it takes no calls of the app's functions. */
        boolean isPaused();
    }

    private final Map<String, BuiltIn> functions = new HashMap<>();
    private final Facts facts;

    public SystemFunctions(Facts facts) {
        this.facts = facts;
        var deployment = new DeploymentFunctions(facts);
        var tables = new TableFunctions(facts);
        query("_system/cli/queryEnvironmentVariables:default", deployment::variables);
        query("_system/cli/queryEnvironmentVariables:get", deployment::variable);
        query("_system/cli/modules:apiSpec", deployment::apiSpec);
        query(
                "_system/cli/convexUrl:cloudUrl",
                (component, transaction, args) -> deployment.address("CONVEX_CLOUD_URL"));
        query("_system/cli/convexUrl:siteUrl", (component, transaction, args) -> deployment.address("CONVEX_SITE_URL"));
        query("_system/frontend/getSchemas:default", deployment::schemas);
        query("_system/frontend/components:list", deployment::components);
        query("_system/frontend/deploymentState:deploymentState", deployment::state);
        query("_system/cli/tables:default", tables::names);
        query("_system/cli/tableData:default", tables::page);
        query("_system/cli/queryTable:default", tables::state);
        query("_system/cli/tableSize:default", tables::size);
        query("_system/frontend/tableSize:default", tables::size);
        query("_system/frontend/listTableScan:default", tables::newest);
        query("_system/frontend/getById:default", tables::byId);
        query("_system/frontend/fileStorageV2:getFile", new FileFunctions(facts)::file);
        query("_system/frontend/listCronJobs:default", CronReport::jobs);
        query("_system/cli/queryImport:default", SnapshotFunctions::importOf);
        query("_system/cli/queryImport:list", SnapshotFunctions::imports);
        query("_system/cli/exports:getLatest", SnapshotFunctions::latestExport);
        mutation("_system/frontend/addDocument:default", tables::add);
        mutation("_system/frontend/clearTablePage:default", tables::clear);
    }

    public Optional<BuiltIn> find(FunctionPath path) {
        return Optional.ofNullable(functions.get(path.toString()));
    }

    private void query(String path, BuiltIn.Body body) {
        functions.put(path, new BuiltIn(FunctionKind.QUERY, inComponent(body)));
    }

    private void mutation(String path, BuiltIn.Body body) {
        functions.put(path, new BuiltIn(FunctionKind.MUTATION, inComponent(body)));
    }

    /** The CLI says beside the arguments which component it means, dashboards say it in them; both mean the app by none. */
    private BuiltIn.Body inComponent(BuiltIn.Body body) {
        return (component, transaction, args) -> {
            ComponentPath asked = Args.optionalText(args, "componentId")
                    .map(ComponentPath::new)
                    .orElse(component);
            if (!facts.components().containsKey(asked)) {
                throw new FunctionError("Component \"" + asked + "\" is not used by this app.");
            }
            return body.run(asked, transaction, args);
        };
    }
}
