package dev.lockstep.project;

import dev.lockstep.convex.deployment.OauthApplication;
import dev.lockstep.convex.outside.Outside;
import dev.lockstep.core.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How projects are connected to Convex.
 *
 * @param provisionHost Convex's API
 * @param dashboardHost Convex's dashboard
 * @param oauthClientId of this installation's OAuth application at Convex; blank when there is none
 * @param oauthClientSecret its secret
 * @param keyset Tink's JSON, which seals stored keys; blank to keep it in {@code keysetFile}
 * @param clerkIssuer of this installation's own people, which is offered to projects; blank for none
 * @param allowPrivateAddresses whether deployments and issuers that people name may be in this server's own network
 * @param callTimeout for one request to Convex
 * @param runTimeout for one function that somebody runs from its page
 */
@ConfigurationProperties("lockstep.project")
public record ProjectProperties(
        @DefaultValue("https://api.convex.dev") URI provisionHost,
        @DefaultValue("https://dashboard.convex.dev") URI dashboardHost,
        @DefaultValue("") String oauthClientId,
        @DefaultValue("") String oauthClientSecret,
        @DefaultValue("") String keyset,
        Path keysetFile,
        @DefaultValue("") String clerkIssuer,
        @DefaultValue("false") boolean allowPrivateAddresses,
        @DefaultValue("15s") Duration callTimeout,
        @DefaultValue("60s") Duration runTimeout) {

    /** With which people can connect by agreeing at Convex; a deployment's address and key can be given without. */
    Optional<OauthApplication> oauthApplication() {
        return oauthClientId.isBlank() || oauthClientSecret.isBlank()
                ? Optional.empty()
                : Optional.of(new OauthApplication(oauthClientId, Secret.of(oauthClientSecret)));
    }

    /** Which of the addresses that people give are called. */
    public Outside outside() {
        return allowPrivateAddresses ? Outside.EVERYWHERE : Outside.PUBLIC;
    }

    @Override
    public String toString() {
        return "ProjectProperties[" + provisionHost + ", " + dashboardHost + "]";
    }
}
