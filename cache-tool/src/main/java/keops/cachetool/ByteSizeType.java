package keops.cachetool;

import keops.cache.ByteSize;
import keops.error.CacheException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts a size, as in {@code 500M}. */
final class ByteSizeType implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
        try {
            return ByteSize.parse(text);
        } catch (CacheException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
