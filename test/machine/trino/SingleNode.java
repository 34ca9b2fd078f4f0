import io.trino.connector.MockConnectorFactory;
import io.trino.connector.MockConnectorPlugin;
import io.trino.plugin.memory.MemoryPlugin;
import io.trino.spi.connector.ColumnMetadata;
import io.trino.spi.type.BigintType;
import io.trino.spi.type.BooleanType;
import io.trino.spi.type.IntegerType;
import io.trino.spi.type.Type;
import io.trino.spi.type.VarcharType;
import io.trino.testing.DistributedQueryRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static io.trino.testing.TestingSession.testSessionBuilder;

/**
 * One Trino node with two catalogues: "memory" keeps tables, "checked" only knows the columns of every table and checks statements
 * that change rows, which the first cannot do. Arguments: the port, and a file with a line "table TAB column TAB type" a column.
 */
public final class SingleNode {
    private static final Map<String, Type> TYPES = Map.of(
            "varchar", VarcharType.VARCHAR,
            "boolean", BooleanType.BOOLEAN,
            "integer", IntegerType.INTEGER,
            "bigint", BigintType.BIGINT);

    public static void main(String[] args) throws Exception {
        Map<String, List<ColumnMetadata>> tables = new HashMap<>();
        for (String line : Files.readAllLines(Path.of(args[1]))) {
            String[] parts = line.split("\t");
            tables.computeIfAbsent(parts[0], name -> new ArrayList<>()).add(new ColumnMetadata(parts[1], TYPES.get(parts[2])));
        }
        DistributedQueryRunner runner = DistributedQueryRunner.builder(testSessionBuilder().setCatalog("memory").setSchema("default").build())
                .setNodeCount(1)
                .setExtraProperties(Map.of(
                        "http-server.http.port", args[0],
                        "query.max-length", "50000000",
                        "query.max-memory", "2GB",
                        "query.max-memory-per-node", "1500MB"))
                .build();
        runner.installPlugin(new MemoryPlugin());
        runner.createCatalog("memory", "memory", Map.of("memory.max-data-per-node", "1500MB"));
        runner.installPlugin(new MockConnectorPlugin(MockConnectorFactory.builder()
                .withName("checked")
                .withGetColumns(table -> tables.get(table.getTableName()))
                .build()));
        runner.createCatalog("checked", "checked", Map.of());
        System.out.println("ready " + runner.getCoordinator().getBaseUrl());
        Thread.currentThread().join();
    }
}
