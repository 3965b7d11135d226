package dev.lockstep.emulator.convex;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Schemas that the service refuses. The emulator took them all, so that what was green here was refused by the first
 * deployment to the service.
 */
@Tag("wire")
class PushedSchemaTest {

    @TempDir
    static Path home;

    private static ConvexEmulator emulator;
    private static EmulatorClient client;

    @BeforeAll
    static void start() {
        emulator = ConvexEmulator.start(new ConvexEmulator.Settings(0, 0, home, "schemas", EmulatorClient.KEY));
        client = new EmulatorClient(emulator.url());
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    /** The rest of a table with the fields x, a string, y.z, a number, and v, an array of numbers. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "SchemaDefinitionError | indexes: [{ indexDescriptor: 'i', fields: ['no'] }]",
                "SchemaDefinitionError | indexes: [{ indexDescriptor: 'i', fields: ['y.no'] }]",
                "SchemaDefinitionError | stagedDbIndexes: [{ indexDescriptor: 'i', fields: ['no'] }]",
                "IndexFieldsContainCreationTime | indexes: [{ indexDescriptor: 'i', fields: ['x', '_creationTime'] }]",
                "IndexFieldsContainId | indexes: [{ indexDescriptor: 'i', fields: ['_id'] }]",
                "IndexFieldNameReserved | indexes: [{ indexDescriptor: 'i', fields: ['_x'] }]",
                "FieldsNotUniqueWithinIndex | indexes: [{ indexDescriptor: 'i', fields: ['x', 'x'] }]",
                "IndexNotUnique | indexes: [{ indexDescriptor: 'i', fields: ['x'] }, { indexDescriptor: 'j', fields: ['x'] }]",
                "EmptyIndex | indexes: [{ indexDescriptor: 'i', fields: [] }]",
                "InvalidIndexName | indexes: [{ indexDescriptor: 'by-x', fields: ['x'] }]",
                "InvalidTableName | tableName: 'a-b'",
                "TableNameReserved | tableName: '_mine'",
                "SearchIndexFieldNotUnique | searchIndexes: [{ indexDescriptor: 's', searchField: 'x', filterFields: [] },"
                        + " { indexDescriptor: 't', searchField: 'x', filterFields: [] }]",
                "SchemaDefinitionError | searchIndexes: [{ indexDescriptor: 's', searchField: 'no', filterFields: [] }]",
                "SchemaDefinitionError | vectorIndexes: [{ indexDescriptor: 'v', vectorField: 'x', dimensions: 2, filterFields: [] }]",
                "InvalidSchema | documentType: { type: 'string' }",
            })
    void refusesWhatTheServiceRefuses(String code, String rest) {
        EmulatorClient.Answer refused = push(rest);

        assertThat(refused.status()).as(refused.body()).isEqualTo(400);
        assertThat(refused.json().path("code").asString()).isEqualTo(code);
    }

    @Test
    void takesWhatTheServiceTakes() {
        assertThat(
                        push("indexes: [{ indexDescriptor: 'i', fields: ['x', 'y.z'] }, { indexDescriptor: 'j', fields: ['y.z', 'x'] }],"
                                        + " searchIndexes: [{ indexDescriptor: 's', searchField: 'x', filterFields: ['y.z'] }],"
                                        + " vectorIndexes: [{ indexDescriptor: 'v', vectorField: 'v', dimensions: 2, filterFields: [] }]")
                                .status())
                .isEqualTo(200);
    }

    private static EmulatorClient.Answer push(String rest) {
        String schema = """
                { tables: [{ tableName: 't', indexes: [], searchIndexes: [], vectorIndexes: [],
                    documentType: { type: 'object', value: {
                      x: { fieldType: { type: 'string' }, optional: false },
                      y: { fieldType: { type: 'object', value: { z: { fieldType: { type: 'number' }, optional: true } } },
                           optional: true },
                      v: { fieldType: { type: 'array', value: { type: 'number' } }, optional: false } } },
                    %s }], schemaValidation: true }
                """.formatted(rest);
        return client.post(
                "/api/deploy2/start_push",
                PushedApp.EMPTY.withSchema(schema).body().toString(),
                "Authorization",
                EmulatorClient.ADMIN);
    }
}
