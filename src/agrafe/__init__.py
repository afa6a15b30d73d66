"""The web application of Agrafe: it holds the data of a certificateur and calls `accrochage` for every byte of XML."""
