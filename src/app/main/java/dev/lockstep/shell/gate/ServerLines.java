package dev.lockstep.shell.gate;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.EventArgUtil;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import dev.lockstep.core.LineLimit;
import java.nio.charset.CharacterCodingException;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;

/**
 * Limits what the servers underneath log: a page's message that Vaadin cannot make sense of is an error with a trace to it,
 * and anybody can send such without end. Each of their classes has so many lines a minute, those about the sender's own
 * doing without a trace; how many were left out is said with a later one.
 */
@Component
final class ServerLines extends TurboFilter implements InitializingBean, DisposableBean {

    private static final List<String> SERVERS =
            List.of("com.vaadin.flow.server.", "org.apache.catalina.core.ContainerBase");
    private static final String MESSAGE = "com.vaadin.flow.server.communication.ServerRpcHandler$RpcRequest";
    private static final int MOST_LINES_A_MINUTE = 5;

    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(ServerLines.class);

    private final Clock clock;
    private final Map<String, LineLimit> limits = new ConcurrentHashMap<>();

    ServerLines(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void afterPropertiesSet() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context
                && !context.getTurboFilterList().contains(this)) {
            start();
            context.addTurboFilter(this);
        }
    }

    @Override
    public void destroy() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.getTurboFilterList().remove(this);
        }
    }

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            Object @Nullable [] params,
            @Nullable Throwable given) {
        // Without a format somebody only asks whether the level is on.
        boolean line = format != null
                && level.isGreaterOrEqual(Level.WARN)
                && SERVERS.stream().anyMatch(logger.getName()::startsWith);
        if (!line || !level.isGreaterOrEqual(logger.getEffectiveLevel())) {
            return FilterReply.NEUTRAL;
        }
        OptionalLong leftOut = limits.computeIfAbsent(
                        logger.getName(), name -> new LineLimit(clock, MOST_LINES_A_MINUTE))
                .admit();
        if (leftOut.isEmpty()) {
            return FilterReply.DENY;
        }
        if (leftOut.getAsLong() > 0) {
            LOG.warn("… {} more lines of {} were left out", leftOut.getAsLong(), logger.getName());
        }
        Throwable trace = given == null ? EventArgUtil.extractThrowable(params) : given;
        if (trace == null || !isUnreadableMessage(trace)) {
            return FilterReply.NEUTRAL;
        }
        LOG.warn("A page's message cannot be read why={}", trace.getClass().getSimpleName());
        return FilterReply.DENY;
    }

    /** No text in UTF-8, or not what Vaadin's own script sends. */
    private static boolean isUnreadableMessage(Throwable trace) {
        return trace instanceof CharacterCodingException
                || Arrays.stream(trace.getStackTrace())
                        .anyMatch(frame -> frame.getClassName().equals(MESSAGE));
    }
}
