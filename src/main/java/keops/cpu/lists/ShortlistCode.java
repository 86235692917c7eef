package keops.cpu.lists;

import keops.cpu.code.KernelShape;
import keops.cpu.code.Once;

/**
 * The generated code that lists of the K smallest need in the form that suits K, each part made when it is needed
 * first.
 */
public final class ShortlistCode {
    private final KernelShape shape;
    private final int dim;
    private final int k;
    private final Once<Insertion> insertion;
    private final Once<GatheringCode> gathering;

    /**
     * The code for lists.
     *
     * @param shape the shape of kernels that report candidates
     * @param dim the components, each with a list of its own per row
     * @param k the ranks of a list
     */
    public ShortlistCode(KernelShape shape, int dim, int k) {
        this.shape = shape;
        this.dim = dim;
        this.k = k;
        this.insertion = new Once<>(() -> InsertionEmitter.emit(shape, k));
        this.gathering = new Once<>(() -> GatheringCode.emit(shape));
    }

    KernelShape shape() {
        return shape;
    }

    int dim() {
        return dim;
    }

    int k() {
        return k;
    }

    /** What takes candidates into sorted lists. */
    Insertion insertion() {
        return insertion.get();
    }

    /** What gathers candidates for longer lists. */
    GatheringCode gathering() {
        return gathering.get();
    }

    /** Generates what lists of the form that suits K need. */
    public void prepare() {
        if (SortedLists.suits(k)) {
            insertion();
        } else {
            gathering();
        }
    }
}
