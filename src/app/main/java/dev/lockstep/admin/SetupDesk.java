package dev.lockstep.admin;

import dev.lockstep.core.Setting;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;
import org.springframework.stereotype.Service;

/** What this installation was given, for administrators. Secrets are never told, only that they are there. */
@Service
public class SetupDesk {

    private final Operations operations;
    private final ConfigurableEnvironment environment;

    SetupDesk(Operations operations, ConfigurableEnvironment environment) {
        this.operations = operations;
        this.environment = environment;
    }

    /** Where a value comes from. */
    public enum Origin {
        /** An operator gave it. */
        GIVEN,
        /** The emulator of the service filled it in. */
        EMULATED,
        /** Nobody gave it, and the usual value or one worked out from others does. */
        USUAL,
        MISSING
    }

    /** @param value empty for secrets, and where there is none */
    public record Given(Setting setting, Origin origin, Optional<String> value) {}

    public List<Given> settings() {
        operations.administrator();
        return Arrays.stream(Setting.values()).map(this::given).toList();
    }

    /** A value that is no secret; empty when there is none. */
    public Optional<String> value(Setting setting) {
        operations.administrator();
        return given(setting).value();
    }

    private Given given(Setting setting) {
        String value = environment.getProperty(setting.property(), "");
        PropertySource<?> emulators = environment.getPropertySources().get(Setting.EMULATORS);
        Origin origin;
        if (emulators != null && emulators.containsProperty(setting.property())) {
            origin = Origin.EMULATED;
        } else if (value.isBlank()) {
            origin = Origin.MISSING;
        } else {
            // Under its own name a value is somebody's; else the application's own properties have a usual one.
            boolean named = !environment.getProperty(setting.name(), "").isBlank();
            origin = named ? Origin.GIVEN : Origin.USUAL;
        }
        return new Given(setting, origin, setting.isSecret() ? Optional.empty() : shown(setting, value));
    }

    /** A database's address may carry a password behind its name. */
    private static Optional<String> shown(Setting setting, String value) {
        String told = setting == Setting.LOCKSTEP_DATABASE_URL
                ? value.split("[?;]", 2)[0].replaceFirst("//[^/@]*@", "//")
                : value;
        return Optional.of(told).filter(text -> !text.isBlank());
    }
}
