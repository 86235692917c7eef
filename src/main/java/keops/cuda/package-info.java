package keops.cuda;
