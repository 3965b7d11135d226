package dev.lockstep.fuzz;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Requests for all doors of a run, of which most are near what would be right. The same random gives the same ones. */
public final class FuzzedRequests {

    private static final String[] METHODS = {"GET", "POST", "POST", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"
    };

    private static final String[] TYPES = {
        "application/json",
        "application/json",
        "application/json; charset=utf-16",
        "text/plain",
        "multipart/form-data",
        "multipart/form-data; boundary=x",
        "application/x-www-form-urlencoded",
        "application/zip",
        "application/octet-stream",
        "nonsense",
    };

    private static final String[] WEB = {
        "/",
        "/?v-r=init",
        "/?v-r=uidl&v-uiId=0",
        "/?v-r=heartbeat&v-uiId=0",
        "/home",
        "/profile",
        "/gallery",
        "/projects/x",
        "/admin/failures",
        "/actuator/health",
        "/actuator/prometheus",
        "/actuator/env",
        "/oauth2/authorization/clerk",
        "/oauth2/authorization/nobody",
        "/login/oauth2/code/clerk?code=a&state=b",
        "/login/oauth2/code/x",
        "/logout",
        "/convex/connect?project=x",
        "/convex/callback?state=a&code=b",
        "/webhooks/clerk",
        "/webhooks/other",
        "/error",
        "/VAADIN/push",
        "/VAADIN/dynamic/resource/0/x/y",
        "/lockstep/convex-api.yaml",
        "/api/convex/status?projectId=x",
        "/api/convex/connect",
        "/api/convex/disconnect",
        "/api/convex/dev/start",
        "/api/convex/dev/stop",
        "/api/convex/dev/status?projectId=x",
        "/api/convex/nothing",
        "/api/nothing",
    };

    private static final String[] CONVEX = {
        "/api/query",
        "/api/mutation",
        "/api/action",
        "/api/function",
        "/api/query_batch",
        "/api/query_ts",
        "/api/query_at_ts",
        "/api/run/users/current",
        "/api/storage/upload",
        "/api/storage/x",
        "/api/deploy2/start_push",
        "/api/deploy2/wait_for_schema",
        "/api/deploy2/finish_push",
        "/api/deploy2/evaluate_schema",
        "/api/import/start_upload",
        "/api/import/upload_part?uploadToken=x&partNumber=1",
        "/api/import/upload_part?uploadToken=x&partNumber=y",
        "/api/import/finish_upload",
        "/api/perform_import",
        "/api/cancel_import",
        "/api/export/request/zip",
        "/api/export/zip/1",
        "/api/update_environment_variables",
        "/api/v1/list_environment_variables",
        "/api/v1/update_environment_variables",
        "/api/get_config_hashes",
        "/api/stream_function_logs?cursor=x",
        "/api/list_environment_variables",
        "/version",
        "/nothing",
    };

    private static final String[] PLATFORM = {
        "/v1/token_details",
        "/v1/teams/1/projects",
        "/v1/teams/x/projects",
        "/v1/projects/1",
        "/v1/projects/x/list_deployments",
        "/v1/teams/1/create_project",
        "/v1/projects/1/create_deployment",
        "/v1/deployments/x/create_deploy_key",
        "/v1/deployments/x/delete",
        "/v1/teams/1/list_members",
        "/oauth/token",
        "/oauth/authorize/team?client_id=x",
        "/api/teams",
        "/api/create_project",
        "/api/deployment/provision_and_authorize",
        "/api/deployment/url_for_key",
        "/api/authorize",
        "/api/dashboard/authorize",
        "/nothing",
    };

    private static final String[] CLERK = {
        "/users",
        "/users?limit=x",
        "/users/user_x",
        "/users/count",
        "/sessions",
        "/sessions/x",
        "/jwks",
        "/users/x/metadata",
        "/users/x/ban",
        "/users/x/profile_image",
        "/nothing",
        "/domains",
        "/sessions/x/tokens/convex",
    };

    private static final String[] BODIES = {
        "{\"path\":\"users:current\",\"args\":{},\"format\":\"json\"}",
        "{\"path\":\"users:updateProfile\",\"args\":{\"first_name\":\"x\"},\"format\":\"json\"}",
        "{\"path\":\"generations:listForUser\",\"args\":{\"paginationOpts\":{\"numItems\":5,\"cursor\":null}}}",
        "{\"queries\":[{\"path\":\"users:current\",\"args\":{}}]}",
        "{\"projectId\":\"6b1cbb21-3b2d-4d3d-8a35-000000000001\",\"teamSlug\":\"local\"}",
        "{\"projectName\":\"x\",\"deploymentType\":\"dev\",\"team\":\"local\"}",
        "{\"changes\":[{\"name\":\"A\",\"value\":\"b\"}]}",
        "{\"adminKey\":\"x\",\"functions\":\"convex/\",\"appDefinition\":{\"definition\":{},\"dependencies\":[]},"
                + "\"componentDefinitions\":[],\"nodeDependencies\":[],\"dryRun\":true}",
        "{\"tableName\":\"users\",\"format\":{\"type\":\"json_lines\"},\"mode\":\"append\",\"componentPath\":null}",
        "{\"uploadToken\":\"x\",\"partTokens\":[\"a\"],\"import\":{\"format\":\"zip\",\"mode\":\"append\"}}",
        "{\"email_address\":[\"x@example.com\"],\"first_name\":\"x\"}",
        "{\"public_metadata\":{\"role\":\"admin\"}}",
        "{\"csrfToken\":\"x\",\"rpc\":[{\"type\":\"event\",\"node\":1,\"event\":\"click\",\"data\":{}}],\"syncId\":0,\"clientId\":0}",
        "grant_type=authorization_code&code=x&client_id=y&client_secret=z&redirect_uri=http://localhost/",
        "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\u0000.png\"\r\n\r\nabc\r\n--x--\r\n",
        "PK\u0003\u0004\u0014\u0000\u0000\u0000\u0008\u0000../../x",
        "{\"_id\":\"x\",\"_creationTime\":1}\n{\"a\":1}\n",
        "",
    };

    private static final String[] EVENTS = {
        "{\"type\":\"user.updated\",\"object\":\"event\",\"data\":{\"id\":\"%s\",\"updated_at\":1,\"first_name\":\"x\","
                + "\"email_addresses\":[]},\"timestamp\":1}",
        "{\"type\":\"user.deleted\",\"object\":\"event\",\"data\":{\"id\":\"user_nobody\",\"deleted\":true},\"timestamp\":1}",
        "{\"type\":\"session.revoked\",\"object\":\"event\",\"data\":{\"id\":\"sess_x\",\"user_id\":\"user_nobody\"},\"timestamp\":1}",
        "{\"type\":\"organization.created\",\"object\":\"event\",\"data\":{},\"timestamp\":1}",
    };

    private static final byte[] ODD = {
        0, 1, '"', '\\', '{', '}', '[', ']', ',', ':', '\n', (byte) 0xFF, (byte) 0xC0, '%', '9', '-'
    };

    private final Map<String, String> env;
    private final URI web;
    private final String cookies;
    private final String user;

    /** @param cookies of somebody who has signed in */
    public FuzzedRequests(Map<String, String> env, URI web, String cookies, String user) {
        this.env = Map.copyOf(env);
        this.web = web;
        this.cookies = cookies;
        this.user = user;
    }

    public URI sync() {
        return URI.create(env.get("CONVEX_URL").replaceFirst("^http", "ws") + "/api/sync");
    }

    public FuzzedRequest next(Random random) {
        int kind = random.nextInt(100);
        if (kind < 12) {
            return webhook(random);
        }
        if (kind < 40) {
            return request("web", web, "", pick(WEB, random), random);
        }
        if (kind < 75) {
            return request(
                    "convex",
                    URI.create(env.get("CONVEX_URL")),
                    "Convex " + env.get("CONVEX_ADMIN_KEY"),
                    pick(CONVEX, random),
                    random);
        }
        if (kind < 88) {
            return request(
                    "platform",
                    URI.create(env.get("CONVEX_PLATFORM_URL")),
                    "Bearer " + env.get("CONVEX_PLATFORM_TOKEN"),
                    pick(PLATFORM, random),
                    random);
        }
        return request(
                "clerk",
                URI.create(env.get("CLERK_API_URL")),
                "Bearer " + env.get("CLERK_SECRET_KEY"),
                pick(CLERK, random),
                random);
    }

    private FuzzedRequest request(String service, URI base, String authorization, String path, Random random) {
        byte[] body = pick(BODIES, random).getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(4) != 0) {
            body = mutated(body, random);
        }
        var headers = new ArrayList<>(List.of("Content-Type", pick(TYPES, random)));
        if (random.nextInt(10) == 0) {
            headers.addAll(List.of("Content-Encoding", random.nextBoolean() ? "gzip" : "br"));
        }
        if (!authorization.isEmpty() && random.nextInt(4) != 0) {
            headers.addAll(List.of(
                    "Authorization", random.nextInt(6) == 0 ? mutatedText(authorization, random) : authorization));
        }
        if (authorization.isEmpty() && random.nextInt(2) == 0) {
            headers.addAll(List.of("Cookie", cookies, "X-XSRF-TOKEN", token()));
        }
        if (random.nextInt(12) == 0) {
            headers.addAll(List.of("Range", "bytes=9-1", "If-Modified-Since", "never", "Accept", "x/y;q=z"));
        }
        return new FuzzedRequest(service, base, pick(METHODS, random), path(path, random), clean(headers), body);
    }

    private String token() {
        return cookies.replaceAll("(?s).*XSRF-TOKEN=([^;]*).*", "$1");
    }

    private FuzzedRequest webhook(Random random) {
        String event =
                pick(EVENTS, random).replace("%s", random.nextInt(5) == 0 ? user : "user_nobody" + random.nextInt(50));
        byte[] body = event.getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(3) != 0) {
            body = mutated(body, random);
        }
        String id = "msg_fuzz" + random.nextInt();
        String at = String.valueOf(System.currentTimeMillis() / 1000);
        String signature = random.nextInt(4) == 0 ? "v1,AAAA" : signed(id + "." + at + ".", body);
        return new FuzzedRequest(
                "webhook",
                web,
                "POST",
                "/webhooks/clerk",
                List.of(
                        "Content-Type",
                        "application/json",
                        "svix-id",
                        id,
                        "svix-timestamp",
                        at,
                        "svix-signature",
                        signature),
                body);
    }

    private String signed(String before, byte[] body) {
        try {
            byte[] key = Base64.getDecoder()
                    .decode(env.get("CLERK_WEBHOOK_SIGNING_SECRET").substring("whsec_".length()));
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update(before.getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String path(String path, Random random) {
        return switch (random.nextInt(12)) {
            case 0 -> path + "%2F..%2f" + random.nextInt(9);
            case 1 -> path + "/%00";
            case 2 -> path + (path.contains("?") ? "&" : "?") + "a=%FF%FE&b=" + "x".repeat(random.nextInt(3000));
            case 3 -> path + "//;a=b/../.";
            case 4 -> path.replaceFirst("/", "/%5c");
            default -> path;
        };
    }

    /** What a header cannot hold is sent by nobody's client. */
    private static List<String> clean(List<String> headers) {
        return headers.stream()
                .map(text -> text.replaceAll("[^\\x20-\\x7e]", "?"))
                .toList();
    }

    private static String pick(String[] all, Random random) {
        return all[random.nextInt(all.length)];
    }

    public static String mutatedText(String text, Random random) {
        return new String(mutated(text.getBytes(StandardCharsets.UTF_8), random), StandardCharsets.ISO_8859_1);
    }

    /** Some bytes are others, or missing, or there again. */
    public static byte[] mutated(byte[] whole, Random random) {
        byte[] bytes = whole.clone();
        for (int times = 1 + random.nextInt(4); times > 0 && bytes.length > 0; times--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(6)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] = ODD[random.nextInt(ODD.length)];
                case 2 -> bytes = Arrays.copyOf(bytes, at);
                case 3 -> bytes = joined(Arrays.copyOf(bytes, at), bytes);
                case 4 ->
                    bytes = joined(
                            Arrays.copyOf(bytes, at),
                            "[".repeat(random.nextInt(2000)).getBytes(StandardCharsets.UTF_8));
                default ->
                    bytes = joined(
                            Arrays.copyOf(bytes, at),
                            "1e999,\"\\ud800\",-9223372036854775809,null".getBytes(StandardCharsets.UTF_8),
                            Arrays.copyOfRange(bytes, at, bytes.length));
            }
        }
        return bytes;
    }

    private static byte[] joined(byte[]... parts) {
        var all = new java.io.ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
