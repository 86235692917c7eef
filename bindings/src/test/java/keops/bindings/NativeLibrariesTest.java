package keops.bindings;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import keops.bindings.cuda.CudaDriver;
import keops.bindings.nvrtc.Nvrtc;
import org.junit.jupiter.api.Test;

/** The libraries of this machine, whichever it has: what is said of them must agree. */
class NativeLibrariesTest {
    @Test
    void theAnswersAgree() {
        agree(NativeLibraries.cudaLibrary(), "cuInit");
        agree(NativeLibraries.nvrtcLibrary(), "nvrtcVersion");
    }

    private static void agree(NativeLibrary library, String symbol) {
        System.out.println(library.isAvailable() ? library : library.unavailabilityCause().orElseThrow());
        assertNotEquals(library.isAvailable(), library.unavailabilityCause().isPresent());
        assertEquals(library.isAvailable(), library.origin().isPresent());
        assertEquals(library.isAvailable(), library.lookup().find(symbol).isPresent());
    }

    @Test
    void theLibraryIsTheSameEachTime() {
        assertSame(NativeLibraries.cudaLibrary(), NativeLibraries.cudaLibrary());
        assertSame(NativeLibraries.nvrtcLibrary(), NativeLibraries.nvrtcLibrary());
    }

    @Test
    void theGeneratedClassesInitialiseWithOrWithoutLibraries() {
        assertEquals(0, assertDoesNotThrow(CudaDriver::CUDA_SUCCESS));
        assertEquals(0, assertDoesNotThrow(Nvrtc::NVRTC_SUCCESS));
    }

    @Test
    void aFunctionOfALibraryThatIsNotThereFailsAtItsCall() {
        Skip.unless(!NativeLibraries.cudaLibrary().isAvailable(), "this machine has the CUDA driver");
        assertThrows(LinkageError.class, CudaDriver::cuInit$address);
    }
}
