package dev.lockstep.emulator.convex.script;

import dev.lockstep.emulator.convex.crypto.CryptoFailure;
import dev.lockstep.emulator.convex.crypto.WebCrypto;
import dev.lockstep.emulator.convex.web.Compression;
import dev.lockstep.emulator.convex.web.Encodings;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.util.Map;
import java.util.function.Function;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;

/** The functions that {@code web.js} is handed beside the runtime's: its own parts, and what the JDK does for them. */
final class WebBridge {

    private final Function<String, Value> parts;

    /** @param parts evaluates the part of that name in the script's world */
    WebBridge(Function<String, Value> parts) {
        this.parts = parts;
    }

    void addTo(Map<String, Object> functions) {
        functions.put("part", (ProxyExecutable) args -> parts.apply(args[0].asString()));
        functions.put("encodingName", (ProxyExecutable)
                args -> Encodings.name(args[0].asString()).orElse(null));
        functions.put("decode", (ProxyExecutable)
                args -> Encodings.decode(args[0].asString(), args[1].asString(), args[2].asBoolean())
                        .orElse(null));
        functions.put("compress", (ProxyExecutable) args -> Compression.pack(args[0].asString(), args[1].asString()));
        functions.put("decompress", (ProxyExecutable) args ->
                Compression.unpack(args[0].asString(), args[1].asString()).orElse(null));
        functions.put("crypto", (ProxyExecutable) args -> crypto(args[0].asString(), args[1].asString()));
    }

    /** {@code 0} and JSON, or {@code 1} and the name and message of a DOMException. */
    private static String crypto(String operation, String json) {
        try {
            return "0" + WebCrypto.answer(operation, WireJson.parse(json));
        } catch (CryptoFailure e) {
            return "1" + WireJson.object().put("name", e.name()).put("message", e.getMessage());
        }
    }
}
