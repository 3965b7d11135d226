package dev.lockstep.project.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.core.Problem;
import dev.lockstep.project.server.DevServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class LeavingImportsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "import keyset from \"../../../../keys/secrets.json\";",
                "import keyset from '../../keys/secrets.json';",
                "export * from\"../../x\";",
                "const it = await import(`../../../x.json`);",
                "const it = require( '/etc/passwd' );",
                "import \"file:///etc/passwd\";",
                "import x from \"C:\\\\keys.json\";",
                "import x from \"\\u002e./../x\";",
                "import x from \"convex/../../../keys/secrets.json\";",
                "import x from \"./../../x\";",
            })
    void refusesAnImportThatLeadsOut(String line) {
        assertThatThrownBy(() -> LeavingImports.refuse("convex/leak.ts", "// one\n// two\n" + line))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("convex/leak.ts, line 3")
                .hasMessageContaining("leads out of the project's folder")
                .satisfies(refused -> assertThat(DevServer.Place.in(String.valueOf(refused.getMessage())))
                        .contains(new DevServer.Place("convex/leak.ts", 3)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "import { query } from \"./_generated/server\";",
                "import data from \"../package.json\";",
                "import x from \"./a/../b\";",
                "import { v } from 'convex/values';",
                "import x from \"@convex-dev/auth/server\";",
                "import fs from \"node:fs\";",
                "const text = \"../../is no import\";",
                "const picture = Buffer.from(\"/9j/4AAQSkZJRg==\", \"base64\");",
                "const parts = Array.from(\"../../x\");",
            })
    void takesWhatStaysInside(String line) {
        assertThatCode(() -> LeavingImports.refuse("convex/good.ts", line)).doesNotThrowAnyException();
    }
}
