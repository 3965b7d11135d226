package dev.lockstep.journey;

import com.microsoft.playwright.PlaywrightException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.opentest4j.TestAbortedException;

/**
 * Brings the browser and the product, both started once in each process that runs journeys, with which they end. Without a browser the
 * journeys are skipped with one line that says what to install; where {@code CI=true} they fail instead, so that a
 * green run means that they ran.
 */
final class JourneyExtension implements BeforeAllCallback, AfterTestExecutionCallback, ParameterResolver {

    private static final Namespace ALL = Namespace.create(JourneyExtension.class);

    /** As long as the process: where several run journeys, each class of them is a plan of its own for JUnit. */
    private static final class Shared {
        private static final JourneyBrowser BROWSER = JourneyBrowser.open();
    }

    private static final class Running {
        private static final Product PRODUCT = Product.start();
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        Optional<String> missing = Shared.BROWSER.missing();
        if (missing.isPresent()) {
            String sentence = missing.get();
            if ("true".equals(System.getenv("CI"))) {
                throw new AssertionError(sentence);
            }
            throw new TestAbortedException(sentence);
        }
    }

    /** A failed journey leaves behind what its visitors saw last. */
    @Override
    public void afterTestExecution(ExtensionContext context) {
        Visitors visitors = context.getStore(ALL).get(Visitors.class, Visitors.class);
        if (visitors != null && context.getExecutionException().isPresent()) {
            String name = context.getRequiredTestClass().getSimpleName() + "-"
                    + context.getRequiredTestMethod().getName();
            try {
                visitors.photograph(Path.of("target", "screenshots", "failed"), name);
            } catch (PlaywrightException e) {
                context.publishReportEntry("no screenshot", String.valueOf(e.getMessage()));
            }
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Visitors.class || type == Product.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Product.class ? Running.PRODUCT : visitors(context);
    }

    private static Visitors visitors(ExtensionContext context) {
        return context.getStore(ALL)
                .computeIfAbsent(
                        Visitors.class, key -> new Visitors(Shared.BROWSER.browser(), Running.PRODUCT), Visitors.class);
    }
}
