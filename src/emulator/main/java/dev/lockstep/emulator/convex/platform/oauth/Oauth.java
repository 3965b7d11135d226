package dev.lockstep.emulator.convex.platform.oauth;

import dev.lockstep.emulator.convex.platform.estate.Grants;
import dev.lockstep.emulator.convex.platform.estate.Projects;
import dev.lockstep.emulator.convex.platform.registry.Registry;
import dev.lockstep.emulator.http.Reply;
import dev.lockstep.emulator.http.Routes;
import dev.lockstep.emulator.page.Asset;
import java.time.Clock;
import java.util.List;

/** The way in for applications: pages, codes, tokens. Holds the codes that are on their way. */
public final class Oauth {

    private final AuthorizePages authorize;
    private final TokenEndpoint token;
    private final ApplicationsPage applications;

    public Oauth(OauthApplication application, Registry registry, Projects projects, Grants grants, Clock clock) {
        var codes = new Codes(clock);
        this.authorize = new AuthorizePages(application, registry, projects, codes);
        this.token = new TokenEndpoint(application, codes, grants, registry);
        this.applications = new ApplicationsPage(application, registry, grants);
    }

    public void routes(Routes routes) {
        authorize.routes(routes);
        token.routes(routes);
        applications.routes(routes);
        for (Asset asset : List.of(Asset.STYLE, Asset.PLATFORM_STYLE, Asset.MARK)) {
            routes.add("GET " + asset.path(), request -> Reply.file(asset.type(), asset.content()));
        }
    }
}
