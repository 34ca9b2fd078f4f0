import io.airlift.slice.Slice;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ColumnMetadata;
import io.trino.spi.connector.ConnectorInsertTableHandle;
import io.trino.spi.connector.ConnectorMergeTableHandle;
import io.trino.spi.connector.ConnectorMetadata;
import io.trino.spi.connector.ConnectorOutputMetadata;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.connector.ConnectorTableMetadata;
import io.trino.spi.connector.RetryMode;
import io.trino.spi.connector.RowChangeParadigm;
import io.trino.spi.connector.SaveMode;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.connector.SchemaTablePrefix;
import io.trino.spi.connector.TableColumnsMetadata;
import io.trino.spi.security.TrinoPrincipal;
import io.trino.spi.statistics.ComputedStatistics;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import static io.trino.spi.connector.RowChangeParadigm.DELETE_ROW_AND_INSERT_ROW;

/** The schemas and tables of the catalogue, and the changes of the statements under way. */
final class LakeMetadata implements ConnectorMetadata {
    /** A table, read or written. Handles travel as JSON between the parts of the engine. */
    public record Table(SchemaTableName name) implements ConnectorTableHandle, ConnectorInsertTableHandle {}

    public record Merge(Table table) implements ConnectorMergeTableHandle {
        @Override
        public ConnectorTableHandle getTableHandle() {
            return table;
        }
    }

    /** A column by its place; 0 is the number of the row. */
    public record Column(String name, int channel) implements ColumnHandle {}

    private final Set<String> schemas = ConcurrentHashMap.newKeySet();
    private final Map<SchemaTableName, LakeTable> tables = new ConcurrentHashMap<>();
    private final Map<String, LakeTable.Change> changes = new ConcurrentHashMap<>();

    LakeTable at(ConnectorTableHandle table) {
        return tables.get(((Table) table).name());
    }

    /** A statement changes one table. */
    LakeTable.Change changeOf(ConnectorSession session) {
        return changes.computeIfAbsent(session.getQueryId(), id -> new LakeTable.Change());
    }

    @Override
    public List<String> listSchemaNames(ConnectorSession session) {
        return List.copyOf(schemas);
    }

    @Override
    public void createSchema(ConnectorSession session, String schema, Map<String, Object> properties, TrinoPrincipal owner) {
        schemas.add(schema);
    }

    @Override
    public ConnectorTableHandle getTableHandle(ConnectorSession session, SchemaTableName name) {
        return tables.containsKey(name) ? new Table(name) : null;
    }

    @Override
    public ConnectorTableMetadata getTableMetadata(ConnectorSession session, ConnectorTableHandle table) {
        return new ConnectorTableMetadata(((Table) table).name(), at(table).columns());
    }

    @Override
    public List<SchemaTableName> listTables(ConnectorSession session, Optional<String> schema) {
        return tables.keySet().stream().filter(name -> schema.map(name.getSchemaName()::equals).orElse(true)).toList();
    }

    @Override
    public Iterator<TableColumnsMetadata> streamTableColumns(ConnectorSession session, SchemaTablePrefix prefix) {
        return tables.entrySet().stream()
                .filter(entry -> prefix.matches(entry.getKey()))
                .map(entry -> TableColumnsMetadata.forTable(entry.getKey(), entry.getValue().columns()))
                .iterator();
    }

    @Override
    public Map<String, ColumnHandle> getColumnHandles(ConnectorSession session, ConnectorTableHandle table) {
        Map<String, ColumnHandle> handles = new LinkedHashMap<>();
        for (ColumnMetadata column : at(table).columns()) {
            handles.put(column.getName(), new Column(column.getName(), handles.size() + 1));
        }
        return handles;
    }

    @Override
    public ColumnMetadata getColumnMetadata(ConnectorSession session, ConnectorTableHandle table, ColumnHandle column) {
        int channel = ((Column) column).channel();
        return channel == 0 ? LakeTable.ROW : at(table).columns().get(channel - 1);
    }

    @Override
    public void createTable(ConnectorSession session, ConnectorTableMetadata table, SaveMode mode) {
        tables.putIfAbsent(table.getTable(), new LakeTable(table.getColumns()));
    }

    @Override
    public void addColumn(ConnectorSession session, ConnectorTableHandle table, ColumnMetadata column) {
        at(table).add(column);
    }

    @Override
    public void dropTable(ConnectorSession session, ConnectorTableHandle table) {
        tables.remove(((Table) table).name());
    }

    @Override
    public ConnectorInsertTableHandle beginInsert(ConnectorSession session, ConnectorTableHandle table, List<ColumnHandle> columns, RetryMode retry) {
        return (Table) table;
    }

    @Override
    public Optional<ConnectorOutputMetadata> finishInsert(ConnectorSession session, ConnectorInsertTableHandle table, Collection<Slice> fragments, Collection<ComputedStatistics> statistics) {
        at((Table) table).commit(changeOf(session));
        return Optional.empty();
    }

    @Override
    public RowChangeParadigm getRowChangeParadigm(ConnectorSession session, ConnectorTableHandle table) {
        return DELETE_ROW_AND_INSERT_ROW;
    }

    @Override
    public ColumnHandle getMergeRowIdColumnHandle(ConnectorSession session, ConnectorTableHandle table) {
        return new Column(LakeTable.ROW.getName(), 0);
    }

    @Override
    public ConnectorMergeTableHandle beginMerge(ConnectorSession session, ConnectorTableHandle table, RetryMode retry) {
        return new Merge((Table) table);
    }

    @Override
    public void finishMerge(ConnectorSession session, ConnectorMergeTableHandle merge, Collection<Slice> fragments, Collection<ComputedStatistics> statistics) {
        at(merge.getTableHandle()).commit(changeOf(session));
    }

    @Override
    public void cleanupQuery(ConnectorSession session) {
        changes.remove(session.getQueryId());
    }
}
