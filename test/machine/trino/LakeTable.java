import io.trino.spi.Page;
import io.trino.spi.TrinoException;
import io.trino.spi.block.Block;
import io.trino.spi.block.LongArrayBlock;
import io.trino.spi.block.RunLengthEncodedBlock;
import io.trino.spi.connector.ColumnMetadata;
import io.trino.spi.type.BigintType;
import io.trino.spi.type.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import static io.trino.spi.StandardErrorCode.TRANSACTION_CONFLICT;

/** Rows in memory: pages whose channel 0 numbers the rows, for ever, and whose other channels are the columns. */
final class LakeTable {
    /** By this hidden column the engine says which rows it deletes. */
    static final ColumnMetadata ROW = ColumnMetadata.builder().setName("$row").setType(BigintType.BIGINT).setHidden(true).build();

    private List<ColumnMetadata> columns;
    private List<Page> pages = List.of();
    private long rows;

    LakeTable(List<ColumnMetadata> columns) {
        this.columns = List.copyOf(columns);
    }

    synchronized List<ColumnMetadata> columns() {
        return columns;
    }

    /** Rows stored before have no value there. */
    synchronized void add(ColumnMetadata column) {
        List<ColumnMetadata> all = new ArrayList<>(columns);
        all.add(column);
        columns = List.copyOf(all);
        pages = pages.stream().map(page -> page.appendColumn(nulls(column.getType(), page.getPositionCount()))).toList();
    }

    synchronized List<Page> read(int[] channels) {
        return pages.stream().map(page -> page.getColumns(channels)).toList();
    }

    /** Everything a statement changed, or nothing: a row that another statement removed meanwhile is a conflict. */
    synchronized void commit(Change change) {
        List<Page> left = new ArrayList<>();
        int removed = 0;
        for (Page page : pages) {
            int[] kept = IntStream.range(0, page.getPositionCount()).filter(i -> !change.deleted.contains(rowAt(page, 0, i))).toArray();
            removed += page.getPositionCount() - kept.length;
            if (kept.length == page.getPositionCount()) {
                left.add(page);
            }
            else if (kept.length > 0) {
                left.add(page.copyPositions(kept, 0, kept.length));
            }
        }
        if (removed != change.deleted.size()) {
            throw new TrinoException(TRANSACTION_CONFLICT, "Rows to be changed are no longer there.");
        }
        for (Page page : change.inserted) {
            int count = page.getPositionCount();
            left.add(page.prependColumn(new LongArrayBlock(count, Optional.empty(), LongStream.range(rows, rows + count).toArray())));
            rows += count;
        }
        pages = List.copyOf(left);
    }

    private static long rowAt(Page page, int channel, int position) {
        return BigintType.BIGINT.getLong(page.getBlock(channel), position);
    }

    private static Block nulls(Type type, int count) {
        return RunLengthEncodedBlock.create(type.createBlockBuilder(null, 1).appendNull().build(), count);
    }

    /** What one statement deletes and inserts, gathered from all its writers. */
    static final class Change {
        private final Set<Long> deleted = new HashSet<>();
        private final List<Page> inserted = new ArrayList<>();

        synchronized void insert(Page page) {
            Page loaded = page.getLoadedPage();
            loaded.compact();
            inserted.add(loaded);
        }

        /** The last channel holds the rows' numbers. */
        synchronized void delete(Page page) {
            for (int i = 0; i < page.getPositionCount(); i++) {
                if (!deleted.add(rowAt(page, page.getChannelCount() - 1, i))) {
                    throw new IllegalStateException("The engine deletes a row twice.");
                }
            }
        }
    }
}
