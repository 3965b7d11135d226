package dev.lockstep.emulator.clerk.wire;

import dev.lockstep.emulator.clerk.people.Refusal;
import dev.lockstep.emulator.clerk.store.Images.Image;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.ServerRequest;

/** Reads the picture from a multipart upload: part {@code file}, at most 10 MB, of a kind told by its first bytes. */
public final class ImageUpload {

    private static final int LIMIT_BYTES = 10 * 1024 * 1024;

    private ImageUpload() {}

    /** @throws Refusal when the part is absent, too large, or no PNG, JPEG, GIF or WebP */
    public static Image read(ServerRequest request) throws IOException {
        if (request.headers()
                .contentType()
                .filter(type -> type.isCompatibleWith(MediaType.MULTIPART_FORM_DATA))
                .isEmpty()) {
            throw Refusal.of(415, "unsupported_content_type", "Content-Type must be multipart/form-data.");
        }
        byte[] content;
        try (var stream = part(request).getInputStream()) {
            content = stream.readNBytes(LIMIT_BYTES + 1);
        }
        if (content.length > LIMIT_BYTES) {
            throw tooLarge();
        }
        String type = type(content)
                .orElseThrow(() -> Refusal.of(
                        400,
                        "request_body_invalid",
                        "The image is of an unsupported type. Use PNG, JPEG, GIF or WebP."));
        return new Image(type, content);
    }

    private static Part part(ServerRequest request) throws IOException {
        Part file;
        try {
            file = request.multipartData().getFirst("file");
        } catch (IllegalStateException e) {
            // The container's word for a part beyond the configured size.
            throw tooLarge();
        } catch (ServletException e) {
            throw Refusal.of(400, "request_body_invalid", "The request body is not valid multipart/form-data.");
        }
        if (file == null) {
            throw Refusal.of(400, "form_param_missing", "The parameter file is missing.");
        }
        return file;
    }

    private static Refusal tooLarge() {
        return Refusal.of(413, "image_too_large", "The image must not be larger than 10 MB.");
    }

    private static Optional<String> type(byte[] content) {
        if (begins(content, 0, "89504e470d0a1a0a")) {
            return Optional.of("image/png");
        }
        if (begins(content, 0, "ffd8ff")) {
            return Optional.of("image/jpeg");
        }
        if (begins(content, 0, hex("GIF87a")) || begins(content, 0, hex("GIF89a"))) {
            return Optional.of("image/gif");
        }
        if (begins(content, 0, hex("RIFF")) && begins(content, 8, hex("WEBP"))) {
            return Optional.of("image/webp");
        }
        return Optional.empty();
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static boolean begins(byte[] content, int from, String hex) {
        byte[] sign = HexFormat.of().parseHex(hex);
        return content.length >= from + sign.length
                && Arrays.equals(content, from, from + sign.length, sign, 0, sign.length);
    }
}
